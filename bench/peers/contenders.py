"""The programs that run the same network, each in a process of its own that answers one line for one line:

    at its start    ready <what it is> | wrong <why it computes something else>
    train N         images per second over N training steps
    infer N         images per second over N passes
    ceiling N       GFLOP/s over N matrix products
    check           loss and gradient norm of a fixed problem, to tell that it is the same network
    peak            largest resident bytes so far
    quit

A step before the first of its kind does not count.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

import machine
import native_peers
import oracle_dump

HERE = pathlib.Path(__file__).parent
FORMATS = ("nchw", "channels-last")
NAMES = {
    "train": ("ours", *(f"{library}-{layout}" for library in ("libtorch", "torch") for layout in FORMATS)),
    "infer": ("ours", *(f"{library}-{layout}" for library in ("libtorch", "torch") for layout in FORMATS), "onnxruntime"),
    "ceiling": ("openblas", "our kernel"),
}
# Rounding makes less than 1e-6 of it in any preset; one edge of tiny moved elsewhere makes 2e-3.
CHECK_LIMIT = 1e-4


class Unavailable(Exception):
    """The contender cannot run here; the message says why."""


class Wrong(Exception):
    """The contender runs, but it computes something else."""


class Contender:
    def __init__(self, name, command, threads):
        self.name = name
        self.errors = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True,
            env=machine.environment(threads))
        verdict, _, self.detail = self.process.stdout.readline().strip().partition(" ")
        if verdict == "wrong":
            self.stop()
            raise Wrong(f"{name}: {self.detail}")
        if verdict != "ready":
            raise Unavailable(self.reason())

    def ask(self, line):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline().strip()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise Unavailable(f"no answer to '{line}': {self.reason()}")
        return answer

    def measure(self, kind, steps):
        answer = self.ask(f"{kind} {steps}")
        if not re.fullmatch(r"\d+(\.\d+)?", answer):
            raise Unavailable(f"'{answer}' is no answer to '{kind} {steps}'")
        return float(answer)

    def reason(self):
        """The first line of the error that ended it, or the last that it wrote."""
        self.stop()
        self.errors.seek(0)
        lines = [line.strip() for line in self.errors if line.strip()]
        if self.process.returncode == -9:
            return "killed, perhaps for want of memory"
        if lines and lines[0].startswith("usage:"):
            return "this version of the program does not have it"
        told = [line for line in lines if re.match(r"Unhandled exception|[\w.]*(Error|Exception)\b", line)] or lines[-1:]
        return without_folders(told[0] if told else f"exit code {self.process.returncode}")

    def stop(self):
        try:
            self.process.communicate("quit\n", timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        except (BrokenPipeError, ValueError):
            self.process.wait()


def without_folders(text):
    """A message without what belongs to one machine."""
    for folder, short in ((oracle_dump.ROOT, "."), (pathlib.Path.home(), "~"), (tempfile.gettempdir(), "$TMPDIR")):
        text = text.replace(f"{folder}/", f"{short}/")
    return text


def chosen(kind, wanted):
    """The contenders of a kind that are asked for, by name or by library; all when nothing is."""
    return [name for name in NAMES[kind] if not wanted or any(name == word or name.startswith(word + "-") for word in wanted)]


def checked(text):
    """The names of an option --contenders."""
    wanted = [word for word in text.split(",") if word]
    known = [*NAMES["infer"], "libtorch", "torch"]
    for word in wanted:
        if word not in known:
            raise argparse.ArgumentTypeError(f"'{word}' is not known. Choose from {', '.join(known)}.")
    return wanted


_built = {}


def native_peer(peer):
    """The peer's program; what kept it from building once keeps it for the whole run."""
    if peer not in _built:
        try:
            _built[peer] = native_peers.build(peer)
        except native_peers.BuildFailed as error:
            _built[peer] = Unavailable(without_folders(str(error)))
    if isinstance(_built[peer], Unavailable):
        raise _built[peer]
    return str(_built[peer])


def export(folder):
    """What ONNX Runtime reads, made once a network by PyTorch."""
    if (folder / "logits.f32").exists():
        return
    words = [sys.executable, str(HERE / "export_onnx.py"), "--manifest", str(folder / "manifest.json"), "--out", str(folder)]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Unavailable("PyTorch exports no model: " + without_folders((done.stdout.strip().splitlines() or ["no message"])[-1]))


def start(name, network, threads, folder, alias=None):
    """Starts a contender on a network; the folder holds its manifest.json. Results come under its name, or under another."""
    library, _, layout = name.partition("-")
    if name == "ours":
        command = oracle_dump.command("throughput", threads=threads, **network)
    elif name == "our kernel":
        command = oracle_dump.command("ceiling", threads=threads)
    elif name == "openblas":
        command = [sys.executable, str(HERE / "ceiling.py"), "--threads", str(threads)]
    elif name == "onnxruntime":
        program = native_peer(name)
        export(folder)
        command = ["dotnet", program, "--folder", str(folder), "--threads", str(threads)]
    else:
        program = ["dotnet", native_peer("torchsharp")] if library == "libtorch" else [sys.executable, str(HERE / "train_throughput.py")]
        command = [*program, "--manifest", str(folder / "manifest.json"), "--threads", str(threads), "--format", layout]
    return Contender(alias or name, command, threads)


def different(found):
    """Those that find another loss or gradient norm for the fixed problem than PyTorch, or without it than the first, each with what tells them apart."""
    reference = min(found, key=lambda name: not name.startswith("torch"), default=None)
    return {
        name: f"loss and gradient norm of the fixed problem are {values}, those of {reference} {found[reference]}" for name, values in found.items()
        if not all(abs(value - wanted) <= CHECK_LIMIT * abs(wanted) for value, wanted in zip(values, found[reference], strict=True))}
