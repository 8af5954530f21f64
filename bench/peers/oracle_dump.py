"""Builds and calls bench/RandWire.OracleDump from the scripts beside this file."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
ASSEMBLY = ROOT / "artifacts" / "bin" / "RandWire.OracleDump" / "release" / "RandWire.OracleDump.dll"


def build():
    subprocess.run(
        ["dotnet", "build", str(ROOT / "bench" / "RandWire.OracleDump"), "-c", "Release", "-v", "q", "-nologo", "-nodeReuse:false"],
        check=True, stdout=subprocess.DEVNULL if ASSEMBLY.exists() else None)


def command(verb, **options):
    """The command line of a verb; options become --name value, underscores become dashes; empty texts are left out."""
    words = ["dotnet", str(ASSEMBLY), verb]
    for name, value in options.items():
        if value != "":
            words += ["--" + name.replace("_", "-"), str(value)]
    return words


def run(verb, **options):
    return subprocess.run(command(verb, **options), check=True, capture_output=True, text=True, env=os.environ).stdout
