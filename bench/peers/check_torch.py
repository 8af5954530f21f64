"""Checks the engine against PyTorch: same network, weights and data; logits, loss, every gradient, and everything after ten SGD steps.

usage: /usr/bin/python3 bench/peers/check_torch.py [--no-build] [--only NAME]

Error of a tensor: |ours - torch| / |torch| in the Euclidean norm, at most 1e-4. A gradient whose exact value is a rounding of zero (a shift
that the next batch norm removes) is measured against the largest gradient norm of its kind times 1e-4 instead. PyTorch runs in float64, so
that all rounding is ours, and once more in float32, so that the table shows what PyTorch's own rounding makes of the same network.
Exit code 0: all agree, or PyTorch is not installed (a line SKIPPED says so); 1: something differs.
"""
import argparse
import json
import sys
import tempfile
import time

try:
    import numpy
    import torch
except ImportError as error:
    print(f"SKIPPED: {error}; install Debian's python3-torch and run with /usr/bin/python3")
    sys.exit(0)

import oracle_dump
from randwire_torch import Network, optimizer

LIMIT = 1e-4

# Every family of graphs, isolated nodes, odd and unaligned channels, grey images, odd sizes, both regimes of the paper.
CASES = {
    "small ws": dict(preset="small", wiring="ws(n=16,k=4,p=0.75)", size=64, channels=12, head_channels=40, batch=4),
    "small er isolated": dict(preset="small", wiring="er(n=12,p=0.15)", size=64, channels=7, head_channels=24, batch=3),
    "small ba odd size": dict(preset="small", wiring="ba(n=14,m=3)", size=61, channels=16, head_channels=33, batch=2, classes=17),
    "small no edges": dict(preset="small", wiring="er(n=3,p=0)", size=33, channels=10, head_channels=16, batch=4),
    "small dense": dict(preset="small", wiring="er(n=10,p=1)", size=48, channels=8, head_channels=24, batch=4),
    "tiny grey": dict(preset="tiny", size=28, image_channels=1, batch=8),
    "tiny 1x1 stages": dict(preset="small", wiring="ws(n=8,k=4,p=0.5)", size=17, channels=6, head_channels=10, batch=5, classes=3),
    "cifar": dict(preset="cifar", size=32, channels=17, head_channels=50, batch=3),
    "regular odd C": dict(preset="regular", wiring="ws(k=4,p=0.75)", size=64, channels=9, head_channels=40, batch=2),
    "small paper": dict(preset="small", wiring="ws(k=4,p=0.75)", size=64, batch=2, classes=100),
}


def load(path):
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        tensors[name] = torch.from_numpy(numpy.frombuffer(data[first:last], dtype="<f4").reshape(entry["shape"]).copy())
    return tensors


def group(tensors, name):
    return {key[len(name) + 1:]: value for key, value in tensors.items() if key.startswith(name + "/")}


class Comparison:
    """Largest relative error of each kind of tensor, and which tensor has it."""

    def __init__(self):
        self.worst = {}

    def add(self, kind, name, ours, theirs, floor=0.0):
        ours, theirs = ours.double(), theirs.detach().double()
        if ours.shape != theirs.shape:
            raise SystemExit(f"{name}: shape {tuple(ours.shape)} here, {tuple(theirs.shape)} in PyTorch")
        error = float((ours - theirs).norm() / max(float(theirs.norm()), floor, 1e-30))
        if not error <= self.worst.get(kind, (-1.0, ""))[0]:
            self.worst[kind] = (error, name)


def follow(manifest, tensors, dtype):
    """Trains in PyTorch as the engine did and compares."""
    initial, gradients, final = (group(tensors, name) for name in ("initial", "gradient", "final"))
    network = Network(manifest).to(dtype)
    expected = {name for name in network.state_dict() if not name.endswith("num_batches_tracked")}
    if expected != set(initial):
        raise SystemExit(f"parameters differ: {sorted(expected ^ set(initial))[:10]}")
    network.load_state_dict({name: value.to(dtype) for name, value in initial.items()}, strict=False)
    network.train()
    sgd = optimizer(network, manifest["sgd"])
    comparison = Comparison()
    for step, loss in enumerate(manifest["losses"]):
        images = tensors[f"images/{step}"].permute(0, 3, 1, 2).contiguous().to(dtype)
        targets = tensors[f"targets/{step}"].to(dtype)
        sgd.zero_grad(set_to_none=True)
        logits = network(images)
        value = -(targets * torch.log_softmax(logits, 1)).sum() / len(images)
        value.backward()
        comparison.add("loss", f"step {step}", torch.tensor(loss), value)
        if step == 0:
            comparison.add("logits", "logits", tensors["logits"], logits)
            parameters = dict(network.named_parameters())
            largest = max(float(p.grad.norm()) for p in parameters.values())
            for name, ours in gradients.items():
                comparison.add("gradients", name, ours, parameters[name].grad, LIMIT * largest)
        sgd.step()
    state = network.state_dict()
    for name, ours in final.items():
        comparison.add("running" if "running" in name else "weights", name, ours, state[name])
    network.eval()
    with torch.no_grad():
        logits = network(tensors["images/0"].permute(0, 3, 1, 2).contiguous().to(dtype))
    comparison.add("inference", "logits", tensors["inference"], logits)
    return comparison.worst


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--only")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    if not arguments.no_build:
        oracle_dump.build()
    kinds = ("loss", "logits", "gradients", "weights", "running", "inference")
    print(f"PyTorch {torch.__version__}; relative errors, limit {LIMIT:g}; ten SGD steps")
    print(f"{'network':<20}{'torch':<9}" + "".join(f"{kind:>11}" for kind in kinds) + "   worst tensor")
    failed, start = 0, time.perf_counter()
    for name, options in CASES.items():
        if arguments.only not in (None, name):
            continue
        with tempfile.TemporaryDirectory() as folder:
            oracle_dump.run("dump", out=folder, **options)
            with open(f"{folder}/manifest.json") as file:
                manifest = json.load(file)
            tensors = load(f"{folder}/tensors.safetensors")
        for dtype in (torch.float64, torch.float32):
            worst = follow(manifest, tensors, dtype)
            error, tensor = max(worst.values())
            judged = dtype == torch.float64
            bad = judged and not error <= LIMIT
            failed += bad
            print(f"{name:<20}{str(dtype)[6:]:<9}" + "".join(f"{worst[kind][0]:>11.1e}" for kind in kinds) + f"   {tensor}{'  FAILED' if bad else ''}", flush=True)
    print(f"{'FAILED' if failed else 'OK'}: {failed} networks differ; {time.perf_counter() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
