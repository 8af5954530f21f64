"""The same network in our engine and in its peers, in turns in one run: medians of images per second, ratios, share of the machine, memory.

usage: /usr/bin/python3 bench/peers/compare_throughput.py [--preset small | --network "resnet(depth=20)"] [--size 224] [--image-channels 3] [--batch 16] [--threads 2]
           [--wiring W] [--match multiplyadds=40M] [--seed S] [--channels C] [--classes K] [--kinds train,infer] [--contenders ours,libtorch,torch,onnxruntime]
           [--rounds 5] [--seconds 4] [--json FILE] [--quick]

Every round gives each contender a slice of about --seconds, one after the other, so that what else the machine does meets all of them alike;
matrix products, the ceiling, get a slice of their own in every round. "ours is" is the median over rounds of ours / theirs within the round,
with the lowest and the highest. "ceiling" is 2 operations for each multiply-add of convolutions and classifier, three times that for training,
as a share of the best matrix product of the same round. "peak" is the largest resident memory of a process that only trained.
--quick proves that everything runs: one step of each on a tiny network. Exit code 1: a contender failed or computes something else.
"""
import argparse
import json
import pathlib
import statistics
import sys
import tempfile
import time

import contenders
import machine
import oracle_dump
from contenders import Unavailable

NETWORK = dict(network="", match="", preset="small", wiring="ws(k=4,p=0.75)", seed=1, size=224, image_channels=3, channels=0, classes=1000, batch=16)
QUICK = {**NETWORK, "preset": "tiny", "size": 28, "image_channels": 1, "classes": 10, "batch": 8}
KINDS = {"train": 3, "infer": 1}
TITLES = {"train": "training", "infer": "inference"}
BUSY = 0.1
COLD = "One step of each on a cold start: it runs, or it does not. Speeds and ratios mean nothing here."


class Field:
    """Those that run; one that cannot start is skipped, one that stops answering or computes something else has failed, in the open, and the others go on."""

    def __init__(self):
        self.running, self.skipped, self.failed = [], {}, {}

    def start(self, name, *how):
        try:
            self.running.append(contenders.start(name, *how))
        except Unavailable as error:
            self.skipped[name] = str(error)
            print(f"SKIPPED {name}: {error}", flush=True)
        except contenders.Wrong as error:
            self.fail(name, error, "WRONG")

    def each(self, work):
        """What work gives for everyone that is left, by name."""
        done = {}
        for one in list(self.running):
            try:
                done[one.name] = work(one)
            except Unavailable as error:
                self.running.remove(one)
                self.fail(one.name, error)
        return done

    def fail(self, name, error, verdict="FAILED"):
        self.failed[name] = str(error)
        print(f"{verdict} {name}: {error}", flush=True)

    def leave_out_wrong(self):
        """Ends those that compute something else than the rest."""
        found = self.each(lambda one: [float(word) for word in one.ask("check").split()] if "torch" in one.name else None)
        wrong = contenders.different({name: values for name, values in found.items() if values})
        for one in [one for one in self.running if one.name in wrong]:
            self.running.remove(one)
            one.stop()
            self.fail(one.name, wrong[one.name], "WRONG")

    def stop(self):
        for one in self.running:
            one.stop()


def measured_kind(one, kind):
    """What a contender is asked for when others are asked for a kind."""
    return "ceiling" if one.name in contenders.NAMES["ceiling"] else kind


def steps_for(one, kind, seconds):
    """Steps that take about so many seconds."""
    kind, steps, took = measured_kind(one, kind), 1, 0.0
    one.measure(kind, 1)
    while True:
        start = time.perf_counter()
        one.measure(kind, steps)
        took = time.perf_counter() - start
        if took >= seconds / 8:
            return max(1, round(steps * seconds / took))
        steps *= 2


def measure(kind, network, multiply_adds, options, folder):
    """One kind for one network: everything that was measured, ready for JSON."""
    field = Field()
    try:
        for name in contenders.chosen(kind, options.contenders):
            field.start(name, network, options.threads, folder)
        field.leave_out_wrong()
        for name in contenders.NAMES["ceiling"]:
            field.start(name, network, options.threads, folder)
        busy = machine.busy_share()
        if busy > BUSY:
            print(f"WARNING: other programs take {busy:.0%} of this machine; ratios suffer from it, libraries that wait in loops most")
        steps = field.each(lambda one: steps_for(one, kind, options.seconds))
        rates = {name: [] for name in steps}
        for number in range(options.rounds):
            print(f"{kind}: round {number + 1} of {options.rounds}", file=sys.stderr, flush=True)
            for name, rate in field.each(lambda one: one.measure(measured_kind(one, kind), steps[one.name])).items():
                rates[name].append(rate)
        peaks = field.each(lambda one: int(one.ask("peak")) if kind == "train" and measured_kind(one, kind) == kind else None)
    finally:
        field.stop()
    details = {one.name: one.detail for one in field.running}
    ceilings = {name: rates[name] for name in contenders.NAMES["ceiling"] if name in details}
    result = {"busyBefore": round(busy, 3), "skipped": field.skipped, "failed": field.failed, "ceilings": {}, "contenders": {}}
    for name, values in ceilings.items():
        result["ceilings"][name] = {"detail": details[name], "gigaflops": statistics.median(values), "all": values}
    operations = 2e-9 * KINDS[kind] * multiply_adds
    for name in peaks:
        if name in ceilings:
            continue
        entry = result["contenders"][name] = {"detail": details[name], "imagesPerSecond": statistics.median(rates[name]), "all": rates[name]}
        if "ours" in peaks:
            entry["ratios"] = [ours / theirs for ours, theirs in zip(rates["ours"], rates[name])]
            entry["ratio"] = statistics.median(entry["ratios"])
        if ceilings:
            entry["shareOfCeiling"] = statistics.median(operations * rate / max(of_round) for rate, *of_round in zip(rates[name], *ceilings.values()))
        if peaks[name]:
            entry["peakBytes"] = peaks[name]
    return result


def show(kind, result):
    print(f"{TITLES[kind]:<24}{'images/s':>10}{'ours is':>10}{'lowest to highest':>20}{'ceiling':>9}{'peak':>10}")
    for name, entry in result["contenders"].items():
        line = f"{name:<24}{entry['imagesPerSecond']:>10.2f}"
        line += f"{entry['ratio']:>9.2f}x{min(entry['ratios']):>12.2f} to {max(entry['ratios']):.2f}" if "ratio" in entry else " " * 30
        line += f"{entry['shareOfCeiling']:>9.1%}" if "shareOfCeiling" in entry else " " * 9
        print(line + (f"{entry['peakBytes'] / 1e6:>7.0f} MB" if "peakBytes" in entry else ""))
    for name, entry in result["ceilings"].items():
        print(f"ceiling, {name}: {entry['gigaflops']:.0f} GFLOP/s ({entry['detail']})")
    for name, entry in result["contenders"].items():
        print(f"{name}: {entry['detail']}")
    print(flush=True)


def compare(network, kinds, options):
    """One network in every kind, printed as it comes; a dictionary for JSON."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        text = oracle_dump.run("manifest", **network)
        (folder / "manifest.json").write_text(text)
        manifest = json.loads(text)
        multiply_adds = manifest["multiplyAddsConvFc"]
        height, width, channels = manifest["input"]
        print(f"{network.get('network') or network['preset'] + ', ' + network['wiring']}{', ' * bool(network['match']) + network['match']}, images {height}x{width}x{channels}, batch {network['batch']}, "
              f"{multiply_adds / 1e6:,.1f} million multiply-adds an image\n"
              f"{machine.processor()}, {options.threads} threads; rounds: {options.rounds}, with {options.seconds:g} s for each", flush=True)
        if options.quick:
            print(COLD, flush=True)
        result = {
            "processor": machine.processor(), "threads": options.threads, "rounds": options.rounds, "seconds": options.seconds,
            "network": network, "parameters": manifest["parameters"], "multiplyAddsConvFc": multiply_adds}
        for kind in kinds:
            result[kind] = measure(kind, network, multiply_adds, options, folder)
            show(kind, result[kind])
    return result


def failed(result):
    return any(result[kind]["failed"] for kind in KINDS if kind in result)


def add_options(parser):
    """Options that every script with contenders has."""
    parser.add_argument("--contenders", type=contenders.checked, default=[])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--quick", action="store_true")


def quick(options):
    """Options that prove that everything runs."""
    options.rounds, options.seconds = 1, 0.0
    return options


def main():
    parser = argparse.ArgumentParser()
    for name, default in NETWORK.items():
        # A family or a spec's text says by itself how large images are and what is wired how, a preset is told.
        parser.add_argument("--" + name.replace("_", "-"), type=type(default), default=type(default)() if name in ("size", "wiring") else default)
    parser.add_argument("--kinds", choices=("train,infer", "train", "infer"), default="train,infer")
    parser.add_argument("--json", default="")
    add_options(parser)
    options = parser.parse_args()
    network = {name: getattr(options, name) for name in NETWORK}
    if options.network:
        network["preset"] = ""
    else:
        network.update(wiring=options.wiring or NETWORK["wiring"], size=options.size or NETWORK["size"])
    if options.quick:
        network, options = QUICK, quick(options)
    oracle_dump.build()
    result = compare(network, options.kinds.split(","), options)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(result, indent=1) + "\n")
    return 1 if failed(result) else 0


if __name__ == "__main__":
    sys.exit(main())
