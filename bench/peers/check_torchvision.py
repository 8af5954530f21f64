"""Checks the families of networks against torchvision's own: our weights in their networks must give our logits, and they must have as many parameters.

usage: /usr/bin/python3 bench/peers/check_torchvision.py [--no-build] [--only NAME] [--side 96]

Ours are as one training step leaves them, running statistics included, and moved off their initial values before; theirs compute in float64, in eval mode, on two
images. Error: |ours - theirs| / |theirs| in the Euclidean norm, at most 1e-4. Counts are compared with 1000 classes. GoogLeNet is theirs without auxiliary heads
and without their change of the images.
Exit code 0: all agree, or torchvision is not installed (a line SKIPPED says so); 1: something differs.
"""
import argparse
import json
import sys
import tempfile
import time
import warnings

try:
    import torch
    # Debian's package warns of image formats that it was built without.
    warnings.filterwarnings("ignore", module="torchvision")
    from torchvision import models
except ImportError as error:
    print(f"SKIPPED: {error}; install Debian's python3-torchvision and run with /usr/bin/python3")
    sys.exit(0)

import oracle_dump
from check_torch import group, load

LIMIT = 1e-4
CLASSES = 1000
# Ours, theirs. Three stages of poolings and odd sizes on the way are met at any side; 96 is the least at which GoogLeNet keeps windows of 3x3 inside.
NETWORKS = {
    "resnet18": ("resnet(depth=18,form=imagenet)", models.resnet18),
    "resnet34": ("resnet(depth=34,form=imagenet)", models.resnet34),
    "resnet50": ("resnet(depth=50,form=imagenet)", models.resnet50),
    "densenet121": ("densenet(depth=121,form=imagenet)", models.densenet121),
    "googlenet": ("googlenet(form=imagenet)", lambda **how: models.googlenet(aux_logits=False, transform_input=False, init_weights=False, **how)),
}


def carried(ours, theirs):
    """Our tensors under their names.

    Both list a network's tensors in the order in which it computes, a shortcut after its branch, so the map is by order; it is checked by shapes and by what
    a tensor is called last (weight, bias, running_mean, running_var), and in the end by the logits, since a swap of two equal shapes changes those.
    """
    names = [name for name in theirs if not name.endswith("num_batches_tracked")]
    if len(names) != len(ours):
        raise ValueError(f"ours has {len(ours)} tensors, theirs {len(names)}")
    found = {}
    for name, (own, tensor) in zip(names, ours.items()):
        if tensor.shape != theirs[name].shape or own.rpartition(".")[2] != name.rpartition(".")[2]:
            raise ValueError(f"ours has {own} {tuple(tensor.shape)} where theirs has {name} {tuple(theirs[name].shape)}")
        found[name] = tensor.double()
    return found


def verdict(name, side):
    """Prints a line: an empty text when the network agrees, or what is wrong."""
    text, make = NETWORKS[name]
    with tempfile.TemporaryDirectory() as folder:
        oracle_dump.run("dump", network=text, out=folder, size=side, classes=CLASSES, batch=2, steps=1, rate=1e-3)
        with open(f"{folder}/manifest.json") as file:
            manifest = json.load(file)
        tensors = load(f"{folder}/tensors.safetensors")
    theirs = make(num_classes=CLASSES).double().eval()
    count = sum(parameter.numel() for parameter in theirs.parameters())
    wrong = [] if count == manifest["parameters"] else [f"{manifest['parameters']:,} parameters, theirs has {count:,}"]
    try:
        theirs.load_state_dict(carried(group(tensors, "final"), theirs.state_dict()), strict=False)
        with torch.no_grad():
            truth = theirs(tensors["images/0"].permute(0, 3, 1, 2).double())
        error = float((tensors["inference"].double() - truth).norm() / truth.norm())
        wrong += [] if error <= LIMIT else [f"logits differ by {error:.1e}"]
    except ValueError as difference:
        error = float("nan")
        wrong.append(str(difference))
    print(f"{name:<14}{manifest['parameters']:>12,} parameters{manifest['multiplyAddsConvFc'] / 1e6:>10,.1f} M multiply-adds   logits {error:.1e}"
          f"   {'; '.join(wrong) or 'agrees'}", flush=True)
    return f"{name}: {'; '.join(wrong)}" if wrong else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--only", choices=list(NETWORKS))
    parser.add_argument("--side", type=int, default=96)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if not arguments.no_build:
        oracle_dump.build()
    import torchvision
    print(f"torchvision {torchvision.__version__} in float64, images {arguments.side}x{arguments.side}; relative error of logits, limit {LIMIT:g}")
    began = time.perf_counter()
    failed = [text for name in NETWORKS if arguments.only in (None, name) and (text := verdict(name, arguments.side))]
    print(f"{'FAILED: ' + '; '.join(failed) if failed else 'OK: all networks agree'}; {time.perf_counter() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
