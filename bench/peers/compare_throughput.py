"""Our engine and PyTorch on the same network, in turns in one run: medians of images per second and their ratios.

usage: /usr/bin/python3 bench/peers/compare_throughput.py [--preset small] [--size 224] [--batch 16] [--threads 2] [--rounds 5] [--seconds 4]
           [--wiring W] [--seed S] [--channels C] [--classes K] [--kinds train,infer] [--json FILE]

Every round gives each contender a slice of about --seconds, one after the other, so that what else the machine does meets all of them alike.
A ratio is the median over rounds of ours / theirs within the round.
"""
import argparse
import json
import pathlib
import platform
import statistics
import subprocess
import sys

import oracle_dump


class Contender:
    """A process that answers "train N" and "infer N" with images per second."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ready = self.process.stdout.readline()
        if not ready.startswith("ready"):
            raise SystemExit(f"{name} did not start")
        self.detail = ready.split(maxsplit=1)[1].strip()

    def measure(self, kind, steps):
        self.process.stdin.write(f"{kind} {steps}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.write("quit\n")
        self.process.stdin.close()
        self.process.wait()


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()


def main():
    parser = argparse.ArgumentParser()
    for name, kind, default in (
            ("preset", str, "small"), ("wiring", str, "ws(k=4,p=0.75)"), ("seed", int, 1), ("size", int, 224), ("channels", int, 0),
            ("classes", int, 1000), ("batch", int, 16), ("threads", int, 2), ("rounds", int, 5), ("seconds", float, 4.0),
            ("kinds", str, "train,infer"), ("json", str, "")):
        parser.add_argument("--" + name, type=kind, default=default)
    arguments = parser.parse_args()
    network = {name: getattr(arguments, name) for name in ("preset", "wiring", "seed", "size", "channels", "classes", "batch", "threads")}
    oracle_dump.build()
    contenders = [Contender("ours", oracle_dump.command("throughput", **network))]
    words = [word for name, value in network.items() for word in ("--" + name, str(value))]
    script = pathlib.Path(__file__).with_name("train_throughput.py")
    for layout in ("channels-last", "contiguous"):
        contenders.append(Contender(f"torch {layout}", [sys.executable, str(script), "--format", layout, *words]))

    result = {"processor": processor(), **network, "rounds": arguments.rounds, "contenders": {c.name: {"detail": c.detail} for c in contenders}}
    for kind in arguments.kinds.split(","):
        steps = {c.name: max(1, round(arguments.seconds * c.measure(kind, 1) / arguments.batch)) for c in contenders}
        rates = {c.name: [] for c in contenders}
        for _ in range(arguments.rounds):
            for contender in contenders:
                rates[contender.name].append(contender.measure(kind, steps[contender.name]))
        print(f"\n{kind}, {arguments.preset} at {arguments.size}x{arguments.size}, batch {arguments.batch}, {arguments.threads} threads")
        print(f"{'':<22}{'images/s':>10}{'ours is':>10}")
        for contender in contenders:
            ratio = statistics.median(o / t for o, t in zip(rates["ours"], rates[contender.name]))
            median = statistics.median(rates[contender.name])
            result["contenders"][contender.name][kind] = {"imagesPerSecond": median, "ratio": ratio, "all": rates[contender.name]}
            print(f"{contender.name:<22}{median:>10.2f}{ratio:>9.2f}x", flush=True)
    for contender in contenders:
        contender.stop()
    text = json.dumps(result, indent=1)
    if arguments.json:
        pathlib.Path(arguments.json).write_text(text + "\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
