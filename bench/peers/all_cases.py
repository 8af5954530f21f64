"""Every comparison of speed that the project reports, one after the other.

usage: /usr/bin/python3 bench/peers/all_cases.py [--rounds 5] [--seconds 4] [--threads 2] [--contenders ours,libtorch,torch,onnxruntime]
           [--only CASE,CASE] [--save [--results NAME]] [--quick]

--save writes bench/results/NAME/CASE.json, every raw sample included; NAME is made from the processor unless given. --quick runs one step of
everything on a tiny network instead of the cases. Exit code 1: a contender failed or computes something else; one that is only missing is SKIPPED.
"""
import argparse
import json
import sys

import growth
import machine
import oracle_dump
from compare_throughput import KINDS, NETWORK, QUICK, add_options, compare, failed, quick

CASES = {
    "small-224-batch16": (dict(preset="small", size=224, batch=16), ("train", "infer")),
    "small-224-batch1": (dict(preset="small", size=224, batch=1), ("infer",)),
    "regular-224-batch8": (dict(preset="regular", size=224, batch=8, channels=109), ("train",)),
    "cifar-32-batch64": (dict(preset="cifar", size=32, batch=64, classes=10), ("train",)),
    "cifar-32-batch128": (dict(preset="cifar", size=32, batch=128, classes=10), ("train",)),
    "fashion-28-batch64": (dict(preset="fashion", size=28, batch=64, classes=10, image_channels=1), ("train",)),
    "fashion-28-batch128": (dict(preset="fashion", size=28, batch=128, classes=10, image_channels=1), ("train",)),
    "tiny-28-batch64": (dict(preset="tiny", size=28, batch=64, classes=10, image_channels=1), ("train",)),
    "tiny-28-batch128": (dict(preset="tiny", size=28, batch=128, classes=10, image_channels=1), ("train",)),
    "medium-64-batch64": (dict(preset="medium", size=64, batch=64, classes=10), ("train",)),
    "medium-64-batch128": (dict(preset="medium", size=64, batch=128, classes=10), ("train",)),
}
GROWTH = "growth"


def run(case, options):
    if case == GROWTH:
        result = growth.measure(options)
        growth.show(result)
        return result
    if options.quick:
        return compare(QUICK, KINDS, options)
    network, kinds = CASES[case]
    return compare({**NETWORK, **network}, kinds, options)


def main():
    parser = argparse.ArgumentParser()
    add_options(parser)
    parser.add_argument("--only", default="")
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--results", default=machine.slug())
    options = parser.parse_args()
    known = ["tiny", GROWTH] if options.quick else [*CASES, GROWTH]
    cases = options.only.split(",") if options.only else known
    for case in cases:
        if case not in known:
            sys.exit(f"--only: there is no case '{case}'. Choose from {', '.join(known)}.")
    if options.quick and options.save:
        sys.exit("--quick measures nothing worth saving: leave out --save.")
    if options.quick:
        quick(options)
    oracle_dump.build()
    bad = []
    for case in cases:
        print(f"== {case}")
        result = run(case, options)
        if result.get("failed") or failed(result):
            bad.append(case)
        if options.save:
            folder = oracle_dump.ROOT / "bench" / "results" / options.results
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{case}.json").write_text(json.dumps(result, indent=1) + "\n")
    print(f"{len(cases) - len(bad)} of {len(cases)} cases ran" + (f"; look at {', '.join(bad)}" if bad else ""))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
