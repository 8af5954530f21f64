"""How our engine's time grows with the network: picoseconds of training for each multiply-add, over nodes a stage and over channels.

usage: /usr/bin/python3 bench/peers/growth.py [--size 224] [--rounds 5] [--seconds 4] [--threads 2] [--json FILE] [--quick]

The preset small, batch 16; N from 8 to 128 nodes at its C = 78, and C from 32 to 256 at its N = 32, all in turns in one run.
Training makes three multiply-adds for each of inference. They are counted twice: those of convolutions and classifier, and all, those of weighted sums and of
normalizations too. An engine without overheads has one time for all networks.
"""
import argparse
import json
import math
import pathlib
import statistics
import sys

import contenders
import machine
import oracle_dump
from compare_throughput import BUSY, COLD, KINDS, NETWORK, Field, add_options, quick, steps_for

SWEEPS = {"nodes": (8, 16, 32, 64, 128), "channels": (32, 64, 128, 256)}
SIZE = 224
# What is counted, and the time for each of it.
COUNTS = {"multiplyAddsConvFc": "picosecondsPerMultiplyAddConvFc", "multiplyAddsAll": "picosecondsPerMultiplyAdd"}
SMALL_SWEEPS = {"nodes": (8, 16), "channels": (8, 16)}


def network(sweep, value, options):
    nodes, channels = (value, 78) if sweep == "nodes" else (32, value)
    if options.quick and sweep == "nodes":
        channels = 8
    size, batch = (32, 8) if options.quick else (getattr(options, "size", SIZE), 16)
    return {**NETWORK, "wiring": f"ws(n={nodes},k=4,p=0.75)", "channels": channels, "size": size, "batch": batch}


def measure(options):
    """All points of all sweeps; a dictionary for JSON."""
    points = {}
    for sweep, values in (SMALL_SWEEPS if options.quick else SWEEPS).items():
        for value in values:
            points[f"{sweep} {value}"] = network(sweep, value, options)
    field = Field()
    try:
        for name, point in points.items():
            field.start("ours", point, options.threads, None, name)
        busy = machine.busy_share()
        if busy > BUSY:
            print(f"WARNING: other programs take {busy:.0%} of this machine")
        steps = field.each(lambda one: steps_for(one, "train", options.seconds))
        rates = {name: [] for name in steps}
        for number in range(options.rounds):
            print(f"growth: round {number + 1} of {options.rounds}", file=sys.stderr, flush=True)
            for name, rate in field.each(lambda one: one.measure("train", steps[one.name])).items():
                rates[name].append(rate)
    finally:
        field.stop()
    result = {
        "processor": machine.processor(), "threads": options.threads, "rounds": options.rounds, "seconds": options.seconds,
        "busyBefore": round(busy, 3), "skipped": field.skipped, "failed": field.failed, "points": {}}
    for one in field.running:
        point = points[one.name]
        manifest = json.loads(oracle_dump.run("manifest", **point))
        rate = statistics.median(rates[one.name])
        entry = result["points"][one.name] = {"network": point, "imagesPerSecond": rate, "all": rates[one.name]}
        for counted, each in COUNTS.items():
            entry[counted] = manifest[counted]
            entry[each] = 1e12 / (KINDS["train"] * manifest[counted] * rate)
    return result


def show(result):
    print(f"growth of our engine's training time; {result['processor']}, {result['threads']} threads; "
          f"rounds: {result['rounds']}, with {result['seconds']:g} s for each")
    if not result["seconds"]:
        print(COLD)
    print(f"{'':<16}{'images/s':>10}{'conv, fc: million':>19}{'ps for each':>13}{'all: million':>14}{'ps for each':>13}")
    for name, point in result["points"].items():
        line = f"{name:<16}{point['imagesPerSecond']:>10.2f}"
        for (counted, each), width in zip(COUNTS.items(), (19, 14)):
            line += f"{point[counted] / 1e6:>{width},.1f}{point[each]:>13.2f}"
        print(line)
    for sweep in SWEEPS:
        convolutions, everything = (spread(result, sweep, each) for each in COUNTS.values())
        print(f"{sweep}: the slowest is {convolutions:.2f} times the fastest for each multiply-add of convolutions and classifier, {everything:.2f} times for each of all")
    print(flush=True)


def spread(result, sweep, each):
    """The slowest network's time for a multiply-add by the fastest's; not a number where none ran."""
    times = [point[each] for name, point in result["points"].items() if name.split()[0] == sweep]
    return max(times) / min(times) if times else math.nan


def main():
    parser = argparse.ArgumentParser()
    add_options(parser)
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--json", default="")
    options = parser.parse_args()
    if options.quick:
        quick(options)
    oracle_dump.build()
    result = measure(options)
    show(result)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(result, indent=1) + "\n")
    return 1 if result["failed"] or result["skipped"] else 0


if __name__ == "__main__":
    sys.exit(main())
