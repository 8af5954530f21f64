@echo off
rem Starts RandWire. Builds it first, in Release, when a source file is newer than the last build.
setlocal
set "root=%~dp0"
set "dll=%root%artifacts\bin\RandWire.Cli\release\randwire.dll"
set "stamp=%root%artifacts\randwire.stamp"
set "log=%root%artifacts\randwire-build.log"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
where dotnet >nul 2>nul || (
  echo RandWire needs the .NET 10 SDK, and no 'dotnet' was found on the PATH. 1>&2
  echo Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start RandWire again. 1>&2
  exit /b 6
)
set fresh=no
if exist "%dll%" if exist "%stamp%" (
  powershell -NoProfile -Command "$s = (Get-Item $env:stamp).LastWriteTimeUtc; if (Get-ChildItem -Recurse -Path ($env:root + 'src'), ($env:root + 'Directory.*.props'), ($env:root + 'global.json') | Where-Object { $_.LastWriteTimeUtc -gt $s } | Select-Object -First 1) { exit 1 }" && set fresh=yes
)
if "%fresh%"=="no" (
  echo Building RandWire ^(about a minute^)... 1>&2
  if not exist "%root%artifacts" mkdir "%root%artifacts" || (
    echo RandWire must build itself once, into "%root%artifacts", and that folder cannot be written. 1>&2
    exit /b 6
  )
  type nul > "%stamp%.new"
  dotnet build "%root%src\RandWire.Cli\RandWire.Cli.csproj" -c Release -v q -nologo -nodeReuse:false > "%log%" 2>&1 || (
    type "%log%" 1>&2
    echo RandWire did not build: the lines above say why. 1>&2
    exit /b 6
  )
  move /y "%stamp%.new" "%stamp%" >nul
)
set "RANDWIRE_LAUNCHER=%~f0"
dotnet "%dll%" %*
exit /b %errorlevel%
