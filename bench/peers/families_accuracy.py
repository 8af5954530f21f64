#!/usr/bin/env python3
"""Accuracy of a member of each family at equal multiply-adds, by the same recipe: the second table of docs/results/families.md.

usage: python3 bench/peers/families_accuracy.py DATA OUT [--match multiplyadds=40M] [--epochs 20] [--seed 1] [--only NAME] [--threads 1] [--part 1/2]

DATA is a data set that ./randwire train reads, such as the first 10,000 training images and the test images of CIFAR-10 as binary files. OUT gets a folder for each training.
What has ended is not trained again, and what was stopped goes on: the same command continues. Rows are printed as they are ready, in Markdown.
--part 1/2 takes every second network, from the first on, and --part 2/2 the others: two processes with a thread each, in one OUT, get more out of two cores than one with two.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys

from families import MEMBERS

ROOT = pathlib.Path(__file__).resolve().parents[2]
# One recipe for all: that of the usual small networks, at the peak rate that the deep ones without shortcuts bear too.
RECIPE = "batch=64 lr=0.05 warmup=1 momentum=0.9 nesterov=true decay=5e-4 smoothing=0.1 average=0.999 augment=crop(pad=4)+flip"


def train(data, folder, name, how, options):
    """What the training's last event says, and the width that was chosen."""
    network = ["--preset", how["preset"], "--wiring", how["wiring"]] if how else ["--network", name]
    command = ["dotnet", "run", "--project", str(ROOT / "src" / "RandWire.Cli"), "-c", "Release", "--no-build", "--", "train", str(data), *network, "--match", options.match,
               "--size", "32", "--epochs", str(options.epochs), "--validation", "0", "--seed", str(options.seed), "--recipe", RECIPE, *(["--threads", str(options.threads)] if options.threads else []), "--out", str(folder), "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    (folder.parent / (folder.name + ".log")).write_text(done.stdout + done.stderr)
    if done.returncode != 0:
        return None, done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit code {done.returncode}"
    return json.loads(done.stdout.strip().splitlines()[-1]), done.stderr.strip()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--match", default="multiplyadds=40M")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--part", default="1/1")
    options = parser.parse_args()
    subprocess.run(["dotnet", "build", str(ROOT / "src" / "RandWire.Cli"), "-c", "Release", "-v", "q", "-nologo"], check=True, stdout=subprocess.DEVNULL)
    options.out.mkdir(parents=True, exist_ok=True)
    print(f"{options.match}, {options.epochs} epochs, seed {options.seed}, {RECIPE}", flush=True)
    print("| network | test accuracy | training | multiply-adds charged |\n|---|---|---|---|", flush=True)
    part, parts = (int(number) for number in options.part.split("/"))
    for name, how in MEMBERS[part - 1::parts]:
        if options.only not in name:
            continue
        result, notes = train(options.data, options.out / re.sub(r"[^\w.-]+", "-", name).strip("-"), name, how, options)
        if result is None:
            print(f"| `{name}` | not trained: {notes} | | |", flush=True)
            continue
        print(f"| `{name}` | {100 * result['testTop1']:.2f} % | {result['trainingSeconds'] / 60:.0f} min | {result['multiplyAdds'] / 1e12:.1f} T |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
