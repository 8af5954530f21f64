"""Checks the cheap scores of untrained networks against PyTorch: same network, weights and images; synflow, jacob_cov, naswot, snip, grad_norm.

usage: /usr/bin/python3 bench/peers/check_scores.py [--no-build] [--only NAME]

The scores are written here from their papers and from zero-cost-nas (Abdelfattah et al. 2021), over the interpreter of programs (program_torch.py); the truth is PyTorch in float64.
Error: of synflow the difference of the logarithms, which is the relative error of the sum; of the others |ours - truth| / |truth|. At most 1e-4, as for gradients in check_torch.py, or four
times the error of PyTorch's own float32 where that is more: elements within rounding of a ReLU's jump fall on either side, in PyTorch's float32 as in ours. Synflow adds positive numbers alone and has no
jumps: 1e-5 in every network, however deep; PyTorch's float32 overflows in the deepest.
Exit code 0: all agree, or PyTorch is not installed (a line SKIPPED says so); 1: something differs.
"""
import argparse
import json
import math
import sys
import tempfile
import time

try:
    import numpy
    import torch
    from torch.nn import functional
except ImportError as error:
    print(f"SKIPPED: {error}; install Debian's python3-torch and run with /usr/bin/python3")
    sys.exit(0)

import check_torch
import kinks
import oracle_dump
import program_torch

LIMIT, LIMIT_OF_SYNFLOW = 1e-4, 1e-5
MOST_OF_ROUNDING = 4

CASES = {
    "random ws": dict(preset="tiny", size=28, image_channels=1, batch=16),
    "random er small": dict(preset="small", wiring="er(n=12,p=0.3)", size=48, channels=12, head_channels=40, batch=8),
    "random sums conv3x3": dict(preset="tiny", aggregation="sum", transform="relu+conv3x3+norm", size=24, batch=8),
    "resnet 20": dict(network="resnet(depth=20)", size=16, batch=8),
    "densenet-bc 40": dict(network="densenet(depth=40)", size=16, batch=6),
    "densenet-bc 100": dict(network="densenet(depth=100)", size=16, batch=4),
    "mobilenetv2": dict(network="mobilenetv2(width=0.25)", size=32, batch=8),
    "shufflenet": dict(network="shufflenet(groups=3,width=0.5)", size=32, batch=8),
    "nasnet small": dict(network="nasnet-a(cells=1,filters=16)", size=16, batch=6),
    "layers": dict(network=check_torch.LAYERS, size="", batch=8),
}
WEIGHTS = {"Convolution", "Depthwise", "Linear"}
KINKED = ("Relu", "Relu6")


def network_of(manifest, tensors, dtype):
    network = program_torch.Program(manifest["program"]).to(dtype)
    network.load_state_dict({name: value.to(dtype) for name, value in check_torch.group(tensors, "initial").items()}, strict=False)
    return network.train()


def weights_of(manifest, network):
    return [network.tensor(parameter["name"]) for parameter in manifest["program"]["parameters"] if parameter["kind"] in WEIGHTS]


def of_batch(manifest, network, images, labels):
    """snip and grad_norm: one pass with cross-entropy."""
    functional.cross_entropy(network(images), labels).backward()
    weights = weights_of(manifest, network)
    return {"snip": sum(float((w * w.grad).abs().double().sum()) for w in weights), "grad_norm": sum(float(w.grad.double().norm()) for w in weights)}


def fixed_norm(network, operation, fields, inputs, parameters):
    """Batch norm whose statistics are the batch's own, and constants."""
    *affine, _, _ = parameters
    x, column = inputs[0], (1, -1, 1, 1)
    mean, variance = x.detach().mean((0, 2, 3)), x.detach().var((0, 2, 3), unbiased=False)
    scale, shift = affine if affine else (torch.ones_like(mean), torch.zeros_like(mean))
    return (x - mean.view(column)) * (scale / (variance + fields["epsilon"]).sqrt()).view(column) + shift.view(column)


def jacob_cov(network, images):
    images, norm = images.clone().requires_grad_(True), program_torch.FUNCTIONS["Norm"]
    program_torch.FUNCTIONS["Norm"] = fixed_norm
    try:
        logits = network(images)
    finally:
        program_torch.FUNCTIONS["Norm"] = norm
    logits.backward(torch.ones_like(logits))
    correlations = numpy.corrcoef(images.grad.flatten(1).double().numpy())
    values = numpy.linalg.eigvalsh(correlations)
    return -float(numpy.sum(numpy.log(values + 1e-5) + 1 / (values + 1e-5)))


class Patterns:
    """Counts, for every two images, the ReLUs that are on for both or off for both."""

    def __init__(self, count):
        self.kernel = torch.zeros(count, count, dtype=torch.float64)

    def curve(self, name, x):
        if name in KINKED:
            on = (x > 0).flatten(1).double()
            self.kernel += on @ on.t() + (1 - on) @ (1 - on).t()
        return kinks.CURVES[name](x)

    def max_pool(self, x, size, stride):
        return functional.max_pool2d(x, size, stride)


def naswot(network, images):
    kinks.observer = Patterns(len(images))
    try:
        with torch.no_grad():
            network(images)
        return float(torch.linalg.slogdet(kinks.observer.kernel)[1])
    finally:
        kinks.observer = None


def synflow(manifest, tensors, images, dtype):
    """Absolute parameters, an image of ones, neither batch norms nor curves. A ReLU stays: nothing is negative, so it must change nothing."""
    def identity(network, operation, fields, inputs, parameters):
        return inputs[0].clone()

    known = dict(program_torch.FUNCTIONS)
    for name in ("Norm", "Relu6", "HardSwish", "HardSigmoid", "Swish", "Gelu", "Sigmoid", "Tanh"):
        program_torch.FUNCTIONS[name] = identity
    program_torch.FUNCTIONS["Relu"] = lambda network, operation, fields, inputs, parameters: torch.relu(inputs[0])
    try:
        network = network_of(manifest, tensors, dtype)
        for parameter in network.parameters():
            parameter.data.abs_()
        network(torch.ones_like(images[:1])).sum().backward()
    finally:
        program_torch.FUNCTIONS.update(known)
    total = sum(float((w * w.grad).abs().double().sum()) for w in weights_of(manifest, network))
    return math.log(total) if 0 < total < math.inf else math.nan


def scores(manifest, tensors, dtype):
    images = tensors["images"].permute(0, 3, 1, 2).contiguous().to(dtype)
    labels = tensors["labels"].long()
    return {
        "synflow": synflow(manifest, tensors, images, dtype), "jacob_cov": jacob_cov(network_of(manifest, tensors, dtype), images),
        "naswot": naswot(network_of(manifest, tensors, dtype), images), **of_batch(manifest, network_of(manifest, tensors, dtype), images, labels)}


def error(name, found, truth):
    if found is None or not math.isfinite(found):
        return 0.0 if truth == found or not math.isfinite(truth) else math.inf
    return abs(found - truth) / (1 if name == "synflow" else abs(truth))


def verdict(case, options):
    """Prints a network's line: an empty text, or what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        oracle_dump.run("scores", out=folder, **options)
        with open(f"{folder}/manifest.json") as file:
            manifest = json.load(file)
        with open(f"{folder}/scores.json") as file:
            ours = json.load(file)
        tensors = check_torch.load(f"{folder}/tensors.safetensors")
    truth, single = scores(manifest, tensors, torch.float64), scores(manifest, tensors, torch.float32)
    bad, cells = [], []
    for name, value in truth.items():
        mine, theirs = error(name, ours[name], value), error(name, single[name], value)
        limit = LIMIT_OF_SYNFLOW if name == "synflow" else max(LIMIT, MOST_OF_ROUNDING * theirs if math.isfinite(theirs) else 0)
        cells.append(f"{value:>14.6g} {mine:>8.1e} {theirs:>8.1e}")
        if not mine <= limit:
            bad.append(f"{case}: {name} is {ours[name]}, and {value} in PyTorch")
    print(f"{case:<20}" + "".join(cells), flush=True)
    return "; ".join(bad)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--only", choices=list(CASES))
    parser.add_argument("--quick", action="store_true", help="the first network alone: the scores of the others take PyTorch minutes each")
    arguments = parser.parse_args()
    # One thread: the tensors are small, and teams that wait for each other take tenfold on a busy machine.
    torch.set_num_threads(1)
    if not arguments.no_build:
        oracle_dump.build()
    print(f"PyTorch {torch.__version__}: float64's score, our error, its own float32's error")
    print(f"{'network':<20}" + "".join(f"{name:>32}" for name in ("synflow", "jacob_cov", "naswot", "snip", "grad_norm")))
    began = time.perf_counter()
    failed = [text for number, (case, options) in enumerate(CASES.items()) if arguments.only in (None, case) and not (arguments.quick and number > 0) and (text := verdict(case, dict(options, seed=1)))]
    print(f"{'FAILED: ' + '; '.join(failed) if failed else 'OK: all scores agree'}; {time.perf_counter() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
