"""Checks the families of networks against torchvision's own, and against readings of the papers in PyTorch (paper_networks.py) where torchvision has none: our weights in
their networks must give our logits, and they must have as many parameters and multiply-adds.

usage: /usr/bin/python3 bench/peers/check_torchvision.py [--no-build] [--all] [--only NAME] [--side 96]

One small member of each family; --all adds the large ones. Ours are as one training step leaves them, running statistics included, and moved off their initial values
before; theirs compute in float64, in eval mode, on two images. Error: |ours - theirs| / |theirs| in the Euclidean norm, at most 1e-4. GoogLeNet and Inception v3 are theirs
without auxiliary heads and without their change of the images; the average pools of Inception v3 count pixels of the image alone, as ours.
Exit code 0: all agree, or torchvision is not installed (a line SKIPPED says so); 1: something differs.
"""
import argparse
import itertools
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

from torch.nn import functional

import oracle_dump
import paper_networks as papers
from check_torch import group, load

LIMIT = 1e-4


def inception_v3(**how):
    net = models.inception_v3(aux_logits=False, transform_input=False, init_weights=False, **how)
    forward = net.forward

    def inside(images):
        usual = functional.avg_pool2d
        functional.avg_pool2d = lambda *rest, **more: usual(*rest, **more, count_include_pad=False)
        try:
            return forward(images)
        finally:
            functional.avg_pool2d = usual

    net.forward = inside
    return net


# Ours, theirs, classes, side; a side of None is that of --side. Three stages of poolings and odd sizes on the way are met at any side; 96 is the least at which GoogLeNet keeps
# windows of 3x3 inside.
SMALL = {
    "resnet18": ("resnet(depth=18,form=imagenet)", models.resnet18, 1000, None),
    "preresnet20": ("preresnet(depth=20)", lambda **how: papers.small_preresnet(20, **how), 10, 32),
    "preresnet29": ("preresnet(depth=29,block=bottleneck)", lambda **how: papers.small_preresnet(29, bottleneck=True, **how), 10, 32),
    "wideresnet16": ("wideresnet(depth=16,width=2)", lambda **how: papers.small_preresnet(16, 2, **how), 10, 32),
    "resnext29": ("resnext(depth=29,groups=4,base=8)", lambda **how: papers.small_resnext(29, 4, 8, **how), 10, 32),
    "densenet121": ("densenet(depth=121,form=imagenet)", models.densenet121, 1000, None),
    "densenet-bc40": ("densenet-bc(depth=40,growth=8)", lambda **how: papers.small_densenet(40, 8, **how), 10, 32),
    "googlenet": ("googlenet(form=imagenet)", lambda **how: models.googlenet(aux_logits=False, transform_input=False, init_weights=False, **how), 1000, None),
    "inception": ("inception(modules=1,filters=40)", lambda **how: papers.inception(1, 40, "cat", **how), 10, 32),
    "inception sum": ("inception(modules=1,filters=24,join=sum)", lambda **how: papers.inception(1, 24, "sum", **how), 10, 32),
    "conv-pool": ("conv-pool(blocks=2,growth=6)", lambda **how: papers.conv_pool(2, 6, **how), 10, 32),
    "squeezenet1.0": ("squeezenet(version=1.0,form=imagenet)", models.squeezenet1_0, 100, None),
    "squeezenet1.1": ("squeezenet(form=imagenet)", models.squeezenet1_1, 100, None),
    "mobilenet .25": ("mobilenet(width=0.25,form=imagenet)", lambda **how: papers.mobilenet(0.25, **how), 100, None),
    "mobilenetv2 .35": ("mobilenetv2(width=0.35,form=imagenet)", lambda **how: models.mobilenet_v2(width_mult=0.35, **how), 100, None),
    "mobilenetv2 32": ("mobilenetv2(width=0.75)", lambda **how: papers.small_mobilenetv2(0.75, **how), 10, 32),
    "shufflenet g3": ("shufflenet(groups=3,width=0.5,form=imagenet)", lambda **how: papers.shufflenet(3, 0.5, **how), 100, None),
    "shufflenet g1": ("shufflenet(groups=1,width=0.5,form=imagenet)", lambda **how: papers.shufflenet(1, 0.5, **how), 100, None),
    "shufflenetv2 .5": ("shufflenetv2(width=0.5,form=imagenet)", models.shufflenet_v2_x0_5, 100, None),
    "shufflenetv2 32": ("shufflenetv2(width=0.5)", lambda **how: papers.small_shufflenetv2(models.shufflenet_v2_x0_5, **how), 10, 32),
    "mnasnet .35": ("mnasnet(width=0.35,form=imagenet)", lambda **how: models.MNASNet(0.35, **how), 100, None),
    "efficientnet-b0": ("efficientnet-b0(form=imagenet)", models.efficientnet_b0, 100, None),
    "regnet y400": ("regnet(form=imagenet)", models.regnet_y_400mf, 100, None),
}
LARGE = {
    "resnet34": ("resnet(depth=34,form=imagenet)", models.resnet34, 1000, None),
    "resnet50": ("resnet(depth=50,form=imagenet)", models.resnet50, 1000, None),
    "preresnet50": ("preresnet(depth=50,form=imagenet)", lambda **how: papers.preresnet([3, 4, 6, 3], True, **how), 1000, None),
    "wideresnet50": ("wideresnet(depth=50,form=imagenet)", models.wide_resnet50_2, 1000, None),
    "resnext50": ("resnext(depth=50,form=imagenet)", models.resnext50_32x4d, 1000, None),
    "densenet161": ("densenet(depth=161,form=imagenet)", models.densenet161, 1000, None),
    "inception-v3": ("inception-v3(form=imagenet)", inception_v3, 1000, None),
    "mobilenet": ("mobilenet(form=imagenet)", papers.mobilenet, 1000, None),
    "mobilenetv2": ("mobilenetv2(form=imagenet)", models.mobilenet_v2, 1000, None),
    "mobilenetv2 1.4": ("mobilenetv2(width=1.4,form=imagenet)", lambda **how: models.mobilenet_v2(width_mult=1.4, **how), 1000, None),
    "shufflenet g8": ("shufflenet(groups=8,form=imagenet)", lambda **how: papers.shufflenet(8, **how), 1000, None),
    "shufflenetv2": ("shufflenetv2(form=imagenet)", models.shufflenet_v2_x1_0, 1000, None),
    "shufflenetv2 2": ("shufflenetv2(width=2,form=imagenet)", models.shufflenet_v2_x2_0, 1000, None),
    "mnasnet": ("mnasnet(form=imagenet)", models.mnasnet1_0, 1000, None),
    "efficientnet-b1": ("efficientnet-b0(depth=1.1,form=imagenet)", models.efficientnet_b1, 1000, None),
    "regnet x400": ("regnet(model=x400,form=imagenet)", lambda **how: papers.regnet([1, 2, 7, 12], [32, 64, 160, 384], 16, **how), 1000, None),
    "regnet y3200": ("regnet(model=y3200,form=imagenet)", models.regnet_y_3_2gf, 1000, None),
}
NETWORKS = SMALL | LARGE


def ordered(names):
    """Their names in the order in which they compute: a RegNet names a block's shortcut, .proj, before its branch, .f."""
    blocks = itertools.groupby(names, lambda name: name.split(".proj.")[0].split(".f.")[0])
    return [name for _, block in blocks for name in sorted(block, key=lambda name: ".proj." in name)]


def multiply_adds(network, side):
    """Of convolutions and fully connected layers, for one image."""
    total = 0

    def add(layer, _, output):
        nonlocal total
        total += layer.weight.numel() * (output.shape[2] * output.shape[3] if output.dim() == 4 else 1)

    hooks = [layer.register_forward_hook(add) for layer in network.modules() if isinstance(layer, (torch.nn.Conv2d, torch.nn.Linear))]
    with torch.no_grad():
        network(torch.zeros(1, 3, side, side, dtype=torch.float64))
    for hook in hooks:
        hook.remove()
    return total


def carried(ours, theirs):
    """Our tensors under their names.

    Both list a network's tensors in the order in which it computes, a shortcut after its branch, so the map is by order; it is checked by shapes and by what
    a tensor is called last (weight, bias, running_mean, running_var), and in the end by the logits, since a swap of two equal shapes changes those.
    """
    names = ordered([name for name in theirs if not name.endswith("num_batches_tracked")])
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
    text, make, classes, own_side = NETWORKS[name]
    side = own_side or side
    with tempfile.TemporaryDirectory() as folder:
        oracle_dump.run("dump", network=text, out=folder, size=side, classes=classes, batch=2, steps=1, rate=1e-3)
        with open(f"{folder}/manifest.json") as file:
            manifest = json.load(file)
        tensors = load(f"{folder}/tensors.safetensors")
    theirs = make(num_classes=classes).double().eval()
    count = sum(parameter.numel() for parameter in theirs.parameters())
    wrong = [] if count == manifest["parameters"] else [f"{manifest['parameters']:,} parameters, theirs has {count:,}"]
    work = multiply_adds(theirs, side)
    wrong += [] if work == manifest["multiplyAddsConvFc"] else [f"{manifest['multiplyAddsConvFc']:,} multiply-adds, theirs has {work:,}"]
    try:
        state = theirs.state_dict()
        state.update(carried(group(tensors, "final"), state))
        theirs.load_state_dict(state)
        with torch.no_grad():
            truth = theirs(tensors["images/0"].permute(0, 3, 1, 2).double())
        error = float((tensors["inference"].double() - truth).norm() / truth.norm())
        wrong += [] if error <= LIMIT else [f"logits differ by {error:.1e}"]
    except ValueError as difference:
        error = float("nan")
        wrong.append(str(difference))
    print(f"{name:<16}{manifest['parameters']:>12,} parameters{manifest['multiplyAddsConvFc'] / 1e6:>10,.1f} M multiply-adds   logits {error:.1e}"
          f"   {'; '.join(wrong) or 'agrees'}", flush=True)
    return f"{name}: {'; '.join(wrong)}" if wrong else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", choices=list(NETWORKS))
    parser.add_argument("--side", type=int, default=96)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if not arguments.no_build:
        oracle_dump.build()
    import torchvision
    print(f"torchvision {torchvision.__version__} in float64, images {arguments.side}x{arguments.side}; relative error of logits, limit {LIMIT:g}")
    began = time.perf_counter()
    failed = [text for name in (NETWORKS if arguments.all or arguments.only else SMALL) if arguments.only in (None, name) and (text := verdict(name, arguments.side))]
    print(f"{'FAILED: ' + '; '.join(failed) if failed else 'OK: all networks agree'}; {time.perf_counter() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
