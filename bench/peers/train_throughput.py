"""Images per second of a network in PyTorch, for training and for inference.

usage: /usr/bin/python3 bench/peers/train_throughput.py (--manifest FILE | --network "resnet(depth=20)" | --preset small [--wiring W] [--seed S] [--channels C])
           [--size 224] [--batch 16] [--image-channels I] [--classes K] --threads 2 [--format channels-last|nchw] [--steps N]

The paper's networks are built from sizes and edges (randwire_torch.py), all others by their programs (program_torch.py).
Without --steps it answers lines on standard input as contenders.py lists them, so that compare_throughput.py can run it and others in turns.
With --steps it measures both once and prints one JSON line.
"""
import argparse
import json
import math
import pathlib
import re
import sys
import time

try:
    import torch
    from torch.nn import functional
except ImportError as error:
    sys.exit(f"{error}; install Debian's python3-torch, run with /usr/bin/python3")

import oracle_dump
import program_torch
import randwire_torch


def numbers(shape):
    """The hash of 0, 1, 2, ... in [-1, 1): numbers that every peer can make."""
    x = torch.arange(math.prod(shape)) * 2654435761 & 0xFFFFFFFF
    x = (x ^ x >> 15) * 2246822519 & 0xFFFFFFFF
    return ((x ^ x >> 13).double() / 2**31 - 1).float().view(shape)


def peak_bytes():
    return 1024 * int(re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path("/proc/self/status").read_text())[1])


class Measurement:
    def __init__(self, manifest, channels_last):
        self.batch, self.classes = manifest["batch"], manifest["classes"]
        height, width, channels = manifest["input"]
        layout = torch.channels_last if channels_last else torch.contiguous_format
        reading = randwire_torch if "stages" in manifest else program_torch
        self.network, self.folded = reading.of(manifest).to(memory_format=layout), reading.folded
        self.images = torch.randn(self.batch, channels, height, width).contiguous(memory_format=layout)
        self.labels = torch.randint(self.classes, (self.batch,))
        self.sgd = randwire_torch.optimizer(self.network, manifest["sgd"])
        self.layout, self.predictor = layout, None

    def backward(self):
        self.sgd.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(self.network(self.images), self.labels, label_smoothing=0.1)
        loss.backward()
        return loss

    def train(self):
        self.backward()
        self.sgd.step()

    def check(self):
        """Loss and Euclidean norm of all gradients for numbers that every peer can make: equal results, equal networks."""
        self.network.train()
        parameters = list(self.network.parameters())
        with torch.no_grad():
            for value in parameters:
                made = numbers(value.shape)
                value.copy_(made * math.sqrt(6 / value[0].numel()) if value.dim() > 1 else 1 + 0.1 * made)
            self.images.copy_(numbers(self.images.shape))
            self.labels.copy_(torch.arange(self.batch) * 7 % self.classes)
        loss = self.backward().item()
        return loss, math.sqrt(sum(value.grad.norm().item() ** 2 for value in parameters))

    def infer(self):
        with torch.inference_mode():
            self.predictor(self.images)

    def prepare(self, kind):
        """Batch norm folded into weights, as for deployment; checked against the network that it was made of."""
        self.network.train(kind == "train")
        if kind == "train":
            self.predictor = None
        elif self.predictor is None:
            self.predictor = self.folded(self.network).to(memory_format=self.layout)
            with torch.inference_mode():
                torch.testing.assert_close(self.predictor(self.images), self.network(self.images), rtol=1e-3, atol=1e-4)

    def images_per_second(self, kind, steps):
        self.prepare(kind)
        step = self.train if kind == "train" else self.infer
        start = time.perf_counter()
        for _ in range(steps):
            step()
        return steps * self.batch / (time.perf_counter() - start)


class Server:
    """Answers one line for one line; the network that is measured is made when first asked for, and starts with a step that does not count."""

    def __init__(self, manifest, channels_last):
        self.make = lambda: Measurement(manifest, channels_last)
        self.measurement = None
        self.warm = set()

    def measure(self, kind, steps):
        self.measurement = self.measurement or self.make()
        if kind not in self.warm:
            self.measurement.images_per_second(kind, 1)
            self.warm.add(kind)
        return self.measurement.images_per_second(kind, steps)

    def answer(self, line):
        if line == "peak":
            return peak_bytes()
        if line == "check":
            return "%r %r" % self.make().check()
        kind, steps = line.split()
        return f"{self.measure(kind, int(steps)):.4f}"


def main():
    parser = argparse.ArgumentParser()
    for name, kind, default in (
            ("manifest", str, ""), ("network", str, ""), ("preset", str, "small"), ("wiring", str, ""), ("seed", int, 1), ("size", int, 0),
            ("image-channels", int, 3), ("channels", int, 0), ("classes", int, 1000), ("batch", int, 16), ("threads", int, 2), ("steps", int, 0)):
        parser.add_argument("--" + name, type=kind, default=default)
    parser.add_argument("--format", choices=("channels-last", "nchw"), default="channels-last")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    if arguments.manifest:
        manifest = json.loads(pathlib.Path(arguments.manifest).read_text())
    else:
        names = ("network", "preset", "wiring", "seed", "size", "image_channels", "channels", "classes", "batch")
        manifest = json.loads(oracle_dump.run("manifest", **{name: getattr(arguments, name) for name in names}))
    server = Server(manifest, arguments.format == "channels-last")
    if arguments.steps:
        print(json.dumps({
            "peer": f"PyTorch {torch.__version__}", "format": arguments.format, "threads": arguments.threads, "batch": manifest["batch"],
            "trainImagesPerSecond": server.measure("train", arguments.steps), "trainPeakBytes": peak_bytes(),
            "inferImagesPerSecond": server.measure("infer", arguments.steps)}))
        return
    print(f"ready PyTorch {torch.__version__}", flush=True)
    for line in map(str.strip, sys.stdin):
        if line == "quit":
            break
        print(server.answer(line), flush=True)


if __name__ == "__main__":
    main()
