"""Builds the peers that are C# programs on native libraries, when they are first needed, into a cache folder outside the repository.

The folder is randwire-peers under $XDG_CACHE_HOME, else under ~/.cache. The solution does not know these projects: libtorch alone has 500 MB.
"""
import os
import pathlib
import re
import subprocess
import sys

import weak_version
from oracle_dump import ROOT

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "randwire-peers"
PROJECTS = {"torchsharp": "RandWire.TorchSharpPeer", "onnxruntime": "RandWire.OnnxRuntimePeer"}
TRIES = 3


class BuildFailed(Exception):
    pass


def build(peer):
    """The peer's program, built from bench/peers/<peer> unless it is up to date."""
    artifacts = CACHE / peer
    program = artifacts / "bin" / PROJECTS[peer] / "release" / f"{PROJECTS[peer]}.dll"
    if not program.exists():
        print(f"building the peer {peer}; the first time downloads its libraries", file=sys.stderr, flush=True)
    project = ROOT / "bench" / "peers" / peer
    words = ["dotnet", "build", str(project), "-c", "Release", "--artifacts-path", str(artifacts), "-v", "q", "-nologo", "-nodeReuse:false"]
    # A package feed that fails is asked again.
    for _ in range(TRIES):
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode == 0:
            break
    else:
        errors = re.findall(r"error\b.*?: (.*?)(?: \[|$)", done.stdout, re.MULTILINE)
        raise BuildFailed(f"dotnet build: {errors[0] if errors else 'no message'}")
    for library in program.parent.glob("**/libLibTorchSharp.so"):
        weak_version.weaken(library, "GLIBCXX_3.4.32")
    return program
