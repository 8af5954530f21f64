"""How our engine trains on a machine that does something else too: images per second beside programs that only compute, with fewer and more threads.

usage: /usr/bin/python3 bench/peers/beside_others.py [--programs 0,1,2,4] [--threads 1,2,8] [--rounds 5] [--seconds 1]
           [--preset tiny --size 28 --batch 64 --image-channels 1 --classes 10 [--wiring W] [--seed S] [--channels C]]

A network whose steps are short shows best whether threads wait for one that has no processor. All numbers of threads take turns; medians, and the lowest
and the highest.
"""
import argparse
import contextlib
import statistics
import subprocess
import sys

import machine
import oracle_dump
from compare_throughput import NETWORK, Field, steps_for

DEFAULTS = {**NETWORK, "preset": "tiny", "size": 28, "batch": 64, "image_channels": 1, "classes": 10}


def whole_numbers(text):
    return [int(word) for word in text.split(",")]


@contextlib.contextmanager
def others(programs):
    """So many programs that only compute."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(programs)]
    try:
        yield
    finally:
        for one in busy:
            one.kill()
            one.wait()


def measure(network, options):
    """Rates by number of programs and of threads."""
    field, rates = Field(), {}
    try:
        for threads in options.threads:
            field.start("ours", network, threads, None, f"{threads} threads")
        for programs in options.programs:
            with others(programs):
                steps = field.each(lambda one: steps_for(one, "train", options.seconds))
                for _ in range(options.rounds):
                    for name, rate in field.each(lambda one: one.measure("train", steps[one.name])).items():
                        rates.setdefault((programs, name), []).append(rate)
    finally:
        field.stop()
    return rates, field.failed or field.skipped


def main():
    parser = argparse.ArgumentParser()
    for name, default in DEFAULTS.items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(default), default=default)
    parser.add_argument("--programs", type=whole_numbers, default=[0, 1, 2, 4])
    parser.add_argument("--threads", type=whole_numbers, default=[1, 2, 8])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    options = parser.parse_args()
    oracle_dump.build()
    network = {name: getattr(options, name) for name in DEFAULTS}
    print(f"{network['preset']}, {network['wiring']}, {network['size']}x{network['size']}, batch {network['batch']}; {machine.processor()}; "
          f"rounds: {options.rounds}, with {options.seconds:g} s for each")
    rates, bad = measure(network, options)
    print(f"{'programs beside it':<20}{'':<12}{'images/s':>10}{'lowest to highest':>22}")
    for (programs, name), values in rates.items():
        print(f"{programs:<20}{name:<12}{statistics.median(values):>10,.0f}{min(values):>12,.0f} to {max(values):,.0f}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
