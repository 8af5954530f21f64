"""Images per second of a RandWire network in PyTorch, for training and for inference.

usage: /usr/bin/python3 bench/peers/train_throughput.py --preset small --size 224 --batch 16 --threads 2 [--format channels-last|contiguous]
           [--wiring W] [--seed S] [--channels C] [--classes K] [--steps N]

Without --steps it answers "train N" and "infer N" on standard input with images per second, so that compare_throughput.py can run it and
others in turns. With --steps it measures both once and prints one JSON line.
"""
import argparse
import json
import sys
import time

import torch
from torch.nn import functional

import oracle_dump
from randwire_torch import Network, optimizer


class Measurement:
    def __init__(self, manifest, channels_last):
        self.batch = manifest["batch"]
        height, width, channels = manifest["input"]
        layout = torch.channels_last if channels_last else torch.contiguous_format
        self.network = Network(manifest).to(memory_format=layout)
        self.images = torch.randn(self.batch, channels, height, width).contiguous(memory_format=layout)
        self.labels = torch.randint(manifest["classes"], (self.batch,))
        self.sgd = optimizer(self.network, manifest["sgd"])

    def train(self):
        self.sgd.zero_grad(set_to_none=True)
        functional.cross_entropy(self.network(self.images), self.labels, label_smoothing=0.1).backward()
        self.sgd.step()

    def infer(self):
        with torch.inference_mode():
            self.network(self.images)

    def images_per_second(self, kind, steps):
        self.network.train(kind == "train")
        step = self.train if kind == "train" else self.infer
        start = time.perf_counter()
        for _ in range(steps):
            step()
        return steps * self.batch / (time.perf_counter() - start)


def main():
    parser = argparse.ArgumentParser()
    for name, kind, default in (
            ("preset", str, "small"), ("wiring", str, "ws(k=4,p=0.75)"), ("seed", int, 1), ("size", int, 224), ("channels", int, 0),
            ("classes", int, 1000), ("batch", int, 16), ("threads", int, 2), ("steps", int, 0), ("format", str, "channels-last")):
        parser.add_argument("--" + name, type=kind, default=default)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    manifest = json.loads(oracle_dump.run(
        "manifest", preset=arguments.preset, wiring=arguments.wiring, seed=arguments.seed, size=arguments.size, channels=arguments.channels,
        classes=arguments.classes, batch=arguments.batch))
    measurement = Measurement(manifest, arguments.format == "channels-last")
    warm = set()

    def measure(kind, steps):
        if kind not in warm:
            measurement.images_per_second(kind, 1)
            warm.add(kind)
        return measurement.images_per_second(kind, steps)

    if arguments.steps:
        print(json.dumps({
            "peer": f"PyTorch {torch.__version__}", "format": arguments.format, "threads": arguments.threads, "batch": arguments.batch,
            "trainImagesPerSecond": measure("train", arguments.steps), "inferImagesPerSecond": measure("infer", arguments.steps)}))
        return
    print(f"ready PyTorch {torch.__version__}", flush=True)
    for line in sys.stdin:
        if line.strip() == "quit":
            break
        kind, steps = line.split()
        print(f"{measure(kind, int(steps)):.4f}", flush=True)


if __name__ == "__main__":
    main()
