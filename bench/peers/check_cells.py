"""Checks the families of cells against a second reading of the published tables of cells, in PyTorch: our weights in it must give our logits, and it must have as many
parameters.

usage: /usr/bin/python3 bench/peers/check_cells.py [--no-build] [--only NAME] [--all]

The tables below are those of the papers and their public implementations (NASNet-A and PNASNet-5: slim of TensorFlow models; AmoebaNet: tensorflow/tpu; DARTS:
quark0/darts; NAS-Bench-201: D-X-Y), written as they stand there: operations with their inputs, two to a block, and what is concatenated. Nothing here reads our families'
files. Networks are small: 32x32 and a cell or two a stage; --all adds the forms of ImageNet and more cells.

Ours are as one training step leaves them, running statistics included, and moved off their initial values before; the other side computes in float64, in eval mode, on
two images. Error: |ours - theirs| / |theirs| in the Euclidean norm, at most 1e-4. Windows with a stride have as much padding before as after, here as there.
Exit code 0: all agree, or PyTorch is not installed (a line SKIPPED says so); 1: something differs.
"""
import argparse
import json
import sys
import tempfile
import time

try:
    import torch
except ImportError as error:
    print(f"SKIPPED: {error}; install Debian's python3-torch and run with /usr/bin/python3")
    sys.exit(0)
from torch import nn
from torch.nn import functional

import oracle_dump
from check_torch import group, load

LIMIT = 1e-4
CLASSES = 10
# Normal and reduction: blocks 2 to 6, then what is concatenated. Block n reads the last cell's output, the one before it, or blocks before.
NASNET_A = (
    "sep5(cur)+sep3(prev) sep5(prev)+sep3(prev) avg3(cur)+id(prev) avg3(prev)+avg3(prev) sep3(cur)+id(cur) | prev 2 3 4 5 6",
    "sep5(cur)+sep7(prev) max3(cur)+sep7(prev) avg3(cur)+sep5(prev) id(3)+avg3(2) sep3(2)+max3(cur) | 3 4 5 6")
PNASNET = ("sep5(prev)+max3(prev) sep7(cur)+max3(cur) sep5(cur)+sep3(cur) sep3(4)+max3(cur) sep3(prev)+id(cur) | 2 3 4 5 6",) * 2
AMOEBANET_A = (
    "avg3(cur)+max3(cur) sep3(prev)+id(prev) id(cur)+avg3(prev) sep3(cur)+sep5(2) avg3(5)+sep3(cur) | prev 3 4 6",
    "sep3(prev)+avg3(cur) max3(cur)+sep7(2) max3(prev)+max3(cur) sep3(4)+c17(cur) avg3(prev)+sep7(cur) | 2 3 4 5 6")
AMOEBANET_B = (
    "c1(prev)+max3(prev) id(prev)+sep3(cur) c1(prev)+sep3(cur) c1(2)+id(2) avg3(prev)+c1(5) | cur 3 4 6",
    "max2(cur)+max3(cur) id(2)+c3(prev) dil5(2)+max3(2) id(3)+sep3(prev) avg3(4)+c1(3) | 5 6")
AMOEBANET_C = (
    "avg3(cur)+sep3(cur) id(cur)+sep3(cur) avg3(2)+sep3(prev) id(cur)+sep3(prev) avg3(3)+sep3(cur) | prev 2 4 5 6",
    "max3(cur)+max3(cur) sep7(2)+sep3(cur) sep7(cur)+max3(prev) sep5(4)+sep5(4) max3(prev)+sep3(prev) | cur 2 3 4 5 6")
AMOEBANET_D = (
    "c1(prev)+max3(prev) id(prev)+c17(cur) c1(cur)+c17(cur) max3(2)+id(2) avg3(prev)+c1(5) | cur 3 4 6",
    "max2(cur)+max3(cur) id(2)+c3(prev) c17(2)+max3(2) id(3)+max2(prev) avg3(2)+c1(3) | 4 5 6")
# 0 is the output two cells back, 1 the last one; 2 to 5 are concatenated.
DARTS_V1 = ("sep3(1)+sep3(0) id(0)+sep3(1) id(0)+sep3(1) sep3(0)+id(2)", "max3(0)+max3(1) id(2)+max3(0) max3(0)+id(2) id(2)+avg3(0)")
DARTS_V2 = ("sep3(0)+sep3(1) sep3(0)+sep3(1) sep3(1)+id(0) id(0)+dil3(2)", "max3(0)+max3(1) id(2)+max3(1) max3(0)+id(2) id(2)+max3(1)")


class Unit(nn.Module):
    """ReLU, convolution, batch norm; without the ReLU where told."""

    def __init__(self, ins, outs, window=(1, 1), stride=(1, 1), relu=True, padded=True):
        super().__init__()
        self.conv = nn.Conv2d(ins, outs, window, stride, ((window[0] - 1) // 2, (window[1] - 1) // 2) if padded else 0, bias=False)
        self.norm = nn.BatchNorm2d(outs)
        self.relu = relu

    def forward(self, x):
        return self.norm(self.conv(functional.relu(x) if self.relu else x))


class Separable(nn.Module):
    """ReLU, depthwise, 1x1, batch norm."""

    def __init__(self, ins, outs, side, stride, dilation=1):
        super().__init__()
        self.depthwise = nn.Conv2d(ins, ins, side, stride, (side - 1) // 2 * dilation, dilation, ins, bias=False)
        self.pointwise = nn.Conv2d(ins, outs, 1, bias=False)
        self.norm = nn.BatchNorm2d(outs)

    def forward(self, x):
        return self.norm(self.pointwise(self.depthwise(functional.relu(x))))


class Halving(nn.Module):
    """Factorized reduction: every second pixel to half of the channels, and of the image one pixel further to the others."""

    def __init__(self, ins, outs, relu=True):
        super().__init__()
        self.first, self.second = nn.Conv2d(ins, outs // 2, 1, bias=False), nn.Conv2d(ins, outs - outs // 2, 1, bias=False)
        self.norm = nn.BatchNorm2d(outs)
        self.relu = relu

    def forward(self, x):
        x = functional.relu(x) if self.relu else x
        further = functional.pad(x, (0, 1, 0, 1))[:, :, 1:, 1:]
        return self.norm(torch.cat([self.first(x[:, :, ::2, ::2]), self.second(further[:, :, ::2, ::2])], 1))


def pool(kind, stride):
    if kind == "max2":
        return nn.MaxPool2d(2, stride, ceil_mode=True)
    return nn.MaxPool2d(3, stride, 1) if kind == "max3" else nn.AvgPool2d(3, stride, 1, count_include_pad=False)


def operation(kind, ins, outs, stride):
    """An operation of NASNet's, PNASNet's and AmoebaNet's cells; whatever does not change channels by itself gets a 1x1 where they differ."""
    if kind.startswith("sep"):
        side = int(kind[3])
        return nn.Sequential(Separable(ins, outs, side, stride), Separable(outs, outs, side, 1))
    if kind == "dil5":
        return nn.Sequential(Separable(ins, outs, 5, stride, 2), Separable(outs, outs, 5, 1, 2))
    if kind == "c1" or (kind == "id" and (stride > 1 or ins != outs)):
        return Unit(ins, outs, stride=(stride, stride))
    if kind == "c3":
        return nn.Sequential(Unit(ins, outs // 4), Unit(outs // 4, outs // 4, (3, 3), (stride, stride)), Unit(outs // 4, outs))
    if kind == "c17":
        return nn.Sequential(
            Unit(ins, outs // 4), Unit(outs // 4, outs // 4, (1, 7), (1, stride)), Unit(outs // 4, outs // 4, (7, 1), (stride, 1)), Unit(outs // 4, outs))
    if kind == "id":
        return nn.Identity()
    return pool(kind, stride) if ins == outs else nn.Sequential(pool(kind, stride), Unit(ins, outs, relu=False))


def blocks_of(text):
    """sep5(cur)+sep3(prev) ... as pairs of (operation, what it reads)."""
    return [[tuple(half.rstrip(")").split("(")) for half in block.split("+")] for block in text.split()]


class Cell(nn.Module):
    """A cell of NASNet's kind. Values are (channels, how often the image was halved)."""

    def __init__(self, table, prev, cur, filters, stride, is_first):
        super().__init__()
        blocks, concatenated = table.split("|")
        self.blocks, self.concatenated = blocks_of(blocks), concatenated.split()
        # Of the first cell both inputs are the stem's output, and the second comes in as it is.
        self.before = nn.Identity()
        channels = {"prev": prev[0], "cur": filters}
        if not is_first:
            channels["prev"] = filters
            self.before = Halving(prev[0], filters) if prev[1] != cur[1] else Unit(prev[0], filters) if prev[0] != filters else nn.Identity()
        self.last = Unit(cur[0], filters)
        self.operations = nn.ModuleList()
        for pair in self.blocks:
            for kind, source in pair:
                self.operations.append(operation(kind, channels.get(source, filters), filters, stride if source in channels else 1))
        # States of another size or width than the blocks' are brought to it before they are concatenated, without a ReLU.
        self.ends = nn.ModuleDict()
        for state in self.concatenated:
            if state in channels and stride > 1:
                self.ends[state] = Halving(channels[state], filters, relu=False)
            elif channels.get(state, filters) != filters:
                self.ends[state] = Unit(channels[state], filters, relu=False)
        self.output = (filters * len(self.concatenated), cur[1] + (stride > 1))

    def forward(self, prev, cur):
        states, operations = {"prev": self.before(prev), "cur": self.last(cur)}, iter(self.operations)
        for number, pair in enumerate(self.blocks):
            states[str(number + 2)] = sum(next(operations)(states[source]) for _, source in pair)
        return torch.cat([self.ends[state](states[state]) if state in self.ends else states[state] for state in self.concatenated], 1)


class NasNet(nn.Module):
    """NASNet, AmoebaNet (reductions between the stages) and PNASNet (the first cell of a stage strides)."""

    def __init__(self, table, cells, filters, stem, imagenet=False, strides_in_stages=False, keeps=False):
        super().__init__()
        self.stem = Unit(3, stem, (3, 3), (2, 2) if imagenet else (1, 1), relu=False, padded=not imagenet)
        normal, reduction = table
        plan = [(reduction, filters // 4, 2, False), (reduction, filters // 2, 2, False)] if imagenet else []
        for stage in range(3):
            width = filters << stage
            rest = cells
            if stage > 0:
                plan.append((reduction, width, 2, keeps))
                rest -= strides_in_stages
            plan += [(normal, width, 1, False)] * rest
        prev = cur = (stem, 0)
        self.cells, self.keeps = nn.ModuleList(), []
        for text, width, stride, keep in plan:
            cell = Cell(text, prev, cur, width, stride, not self.cells)
            self.cells.append(cell)
            self.keeps.append(keep)
            prev, cur = prev if keep else cur, cell.output
        self.fc = nn.Linear(cur[0], CLASSES)

    def forward(self, x):
        prev = cur = self.stem(x)
        for cell, keep in zip(self.cells, self.keeps):
            prev, cur = prev if keep else cur, cell(prev, cur)
        return self.fc(functional.relu(cur).mean((2, 3)))


class DartsCell(nn.Module):
    def __init__(self, table, prev, cur, filters, stride, halves):
        super().__init__()
        self.before = Halving(prev, filters) if halves else Unit(prev, filters)
        self.last = Unit(cur, filters)
        self.blocks, self.operations = blocks_of(table), nn.ModuleList()
        for pair in self.blocks:
            for kind, source in pair:
                self.operations.append(self.operation(kind, filters, stride if source in "01" else 1))

    @staticmethod
    def operation(kind, filters, stride):
        if kind.startswith("sep"):
            return nn.Sequential(Separable(filters, filters, int(kind[3]), stride), Separable(filters, filters, int(kind[3]), 1))
        if kind.startswith("dil"):
            return Separable(filters, filters, int(kind[3]), stride, 2)
        if kind == "id":
            return nn.Identity() if stride == 1 else Halving(filters, filters)
        return pool(kind, stride)

    def forward(self, prev, cur):
        states, operations = [self.before(prev), self.last(cur)], iter(self.operations)
        for pair in self.blocks:
            states.append(sum(next(operations)(states[int(source)]) for _, source in pair))
        return torch.cat(states[2:], 1)


class Darts(nn.Module):
    def __init__(self, table, cells, filters, imagenet=False):
        super().__init__()
        if imagenet:
            self.stem = nn.Sequential(Unit(3, filters // 2, (3, 3), (2, 2), relu=False), Unit(filters // 2, filters, (3, 3), (2, 2)))
            self.second = Unit(filters, filters, (3, 3), (2, 2))
            prev = cur = filters
        else:
            self.stem, self.second = Unit(3, 3 * filters, (3, 3), relu=False), nn.Identity()
            prev = cur = 3 * filters
        self.cells, halves = nn.ModuleList(), imagenet
        for number in range(cells):
            reduces = number in (cells // 3, 2 * cells // 3)
            filters *= 2 if reduces else 1
            self.cells.append(DartsCell(table[reduces], prev, cur, filters, 2 if reduces else 1, halves))
            prev, cur, halves = cur, 4 * filters, reduces
        self.fc = nn.Linear(cur, CLASSES)

    def forward(self, x):
        prev = self.stem(x)
        cur = self.second(prev)
        for cell in self.cells:
            prev, cur = cur, cell(prev, cur)
        return self.fc(cur.mean((2, 3)))


class Edge(nn.Module):
    """An operation of NAS-Bench-201."""

    def __init__(self, kind, channels):
        super().__init__()
        self.kind = kind
        if kind.startswith("nor_conv"):
            self.unit = Unit(channels, channels, (int(kind[-1]),) * 2)

    def forward(self, x):
        if self.kind == "none":
            return x * 0
        if self.kind == "avg_pool_3x3":
            return functional.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
        return x if self.kind == "skip_connect" else self.unit(x)


class BenchCell(nn.Module):
    def __init__(self, text, channels):
        super().__init__()
        self.nodes = nn.ModuleList()
        self.sources = []
        for node in text.split("+"):
            edges = [edge.split("~") for edge in node.strip("|").split("|")]
            self.sources.append([int(source) for _, source in edges])
            self.nodes.append(nn.ModuleList(Edge(kind, channels) for kind, _ in edges))

    def forward(self, x):
        values = [x]
        for edges, sources in zip(self.nodes, self.sources):
            values.append(sum(edge(values[source]) for edge, source in zip(edges, sources)))
        return values[-1]


class Residual(nn.Module):
    def __init__(self, ins, outs):
        super().__init__()
        self.first, self.second = Unit(ins, outs, (3, 3), (2, 2)), Unit(outs, outs, (3, 3))
        self.shortcut = nn.Conv2d(ins, outs, 1, bias=False)

    def forward(self, x):
        return self.second(self.first(x)) + self.shortcut(functional.avg_pool2d(x, 2, 2))


class Bench(nn.Module):
    def __init__(self, text, cells, filters):
        super().__init__()
        parts = [Unit(3, filters, (3, 3), relu=False)]
        for stage in range(3):
            if stage > 0:
                parts.append(Residual(filters << (stage - 1), filters << stage))
            parts += [BenchCell(text, filters << stage) for _ in range(cells)]
        self.parts = nn.Sequential(*parts)
        self.norm = nn.BatchNorm2d(filters << 2)
        self.fc = nn.Linear(filters << 2, CLASSES)

    def forward(self, x):
        return self.fc(functional.relu(self.norm(self.parts(x))).mean((2, 3)))


BENCH = "|nor_conv_3x3~0|+|avg_pool_3x3~0|nor_conv_1x1~1|+|skip_connect~0|none~1|nor_conv_3x3~2|"
# Ours, side of the images, theirs.
SMALL = {
    "nasnet-a": ("nasnet-a(cells=2,filters=8)", 32, lambda: NasNet(NASNET_A, 2, 8, 24)),
    "nasnet-a keep": ("nasnet-a(cells=1,filters=8,prev=keep)", 32, lambda: NasNet(NASNET_A, 1, 8, 24, keeps=True)),
    "amoebanet-a": ("amoebanet-a(cells=1,filters=8)", 32, lambda: NasNet(AMOEBANET_A, 1, 8, 24)),
    "amoebanet-b": ("amoebanet-b(cells=1,filters=8)", 32, lambda: NasNet(AMOEBANET_B, 1, 8, 24)),
    "amoebanet-c": ("amoebanet-c(cells=1,filters=8)", 32, lambda: NasNet(AMOEBANET_C, 1, 8, 24)),
    "amoebanet-d": ("amoebanet-d(cells=1,filters=8)", 32, lambda: NasNet(AMOEBANET_D, 1, 8, 24)),
    "pnasnet": ("pnasnet(cells=1,filters=8)", 32, lambda: NasNet(PNASNET, 1, 8, 24, strides_in_stages=True)),
    "darts v1": ("darts(genotype=v1,cells=4,filters=8)", 32, lambda: Darts(DARTS_V1, 4, 8)),
    "darts v2": ("darts(genotype=v2,cells=4,filters=8)", 32, lambda: Darts(DARTS_V2, 4, 8)),
    "nasbench201": (f"nasbench201(cell={BENCH},cells=1,filters=8)", 32, lambda: Bench(BENCH, 1, 8)),
}
MORE = {
    "nasnet-a stem=F": ("nasnet-a(cells=1,filters=8,stem=8)", 20, lambda: NasNet(NASNET_A, 1, 8, 8)),
    "nasnet-a imagenet": ("nasnet-a(cells=1,filters=16,form=imagenet)", 65, lambda: NasNet(NASNET_A, 1, 16, 32, True)),
    "amoebanet-a imagenet": ("amoebanet-a(cells=1,filters=18,form=imagenet)", 65, lambda: NasNet(AMOEBANET_A, 1, 18, 32, True)),
    "amoebanet-b imagenet": ("amoebanet-b(cells=2,filters=16,form=imagenet)", 65, lambda: NasNet(AMOEBANET_B, 2, 16, 32, True)),
    "amoebanet-c imagenet": ("amoebanet-c(cells=1,filters=18,form=imagenet)", 64, lambda: NasNet(AMOEBANET_C, 1, 18, 32, True)),
    "amoebanet-d imagenet": ("amoebanet-d(cells=1,filters=16,form=imagenet)", 65, lambda: NasNet(AMOEBANET_D, 1, 16, 32, True)),
    "pnasnet imagenet": ("pnasnet(cells=2,filters=16,form=imagenet)", 65, lambda: NasNet(PNASNET, 2, 16, 32, True, strides_in_stages=True)),
    "darts v1 imagenet": ("darts(genotype=v1,cells=5,filters=8,form=imagenet)", 65, lambda: Darts(DARTS_V1, 5, 8, True)),
    "darts v2 imagenet": ("darts(genotype=v2,cells=3,filters=9,form=imagenet)", 64, lambda: Darts(DARTS_V2, 3, 9, True)),
}


def carried(ours, theirs):
    """Our tensors under their names: both list them in the order in which a cell's table is written, checked by shape, by last name, and in the end by the logits."""
    names = [name for name in theirs if not name.endswith("num_batches_tracked")]
    if len(names) != len(ours):
        raise ValueError(f"ours has {len(ours)} tensors, theirs {len(names)}")
    for name, (own, tensor) in zip(names, ours.items()):
        if tensor.shape != theirs[name].shape or own.rpartition(".")[2] != name.rpartition(".")[2]:
            raise ValueError(f"ours has {own} {tuple(tensor.shape)} where theirs has {name} {tuple(theirs[name].shape)}")
    return {name: tensor.double() for name, tensor in zip(names, ours.values())}


def verdict(name, text, side, make):
    """Prints a line: an empty text when the network agrees, or what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        oracle_dump.run("dump", network=text, out=folder, size=side, classes=CLASSES, batch=2, steps=1, rate=1e-3)
        with open(f"{folder}/manifest.json") as file:
            manifest = json.load(file)
        tensors = load(f"{folder}/tensors.safetensors")
    theirs = make().double().eval()
    count = sum(parameter.numel() for parameter in theirs.parameters())
    wrong = [] if count == manifest["parameters"] else [f"{manifest['parameters']:,} parameters, theirs has {count:,}"]
    error = float("nan")
    try:
        theirs.load_state_dict(carried(group(tensors, "final"), theirs.state_dict()), strict=False)
        with torch.no_grad():
            truth = theirs(tensors["images/0"].permute(0, 3, 1, 2).double())
        error = float((tensors["inference"].double() - truth).norm() / truth.norm())
        wrong += [] if error <= LIMIT else [f"logits differ by {error:.1e}"]
    except ValueError as difference:
        wrong.append(str(difference))
    print(f"{name:<22}{manifest['parameters']:>10,} parameters   logits {error:.1e}   {'; '.join(wrong) or 'agrees'}", flush=True)
    return f"{name}: {'; '.join(wrong)}" if wrong else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--only", choices=[*SMALL, *MORE])
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if not arguments.no_build:
        oracle_dump.build()
    chosen = {name: case for name, case in {**SMALL, **MORE}.items() if arguments.only == name or (arguments.only is None and (arguments.all or name in SMALL))}
    print(f"second reading of the tables of cells, torch {torch.__version__} in float64; relative error of logits, limit {LIMIT:g}")
    began = time.perf_counter()
    failed = [text for name, case in chosen.items() if (text := verdict(name, *case))]
    print(f"{'FAILED: ' + '; '.join(failed) if failed else 'OK: all networks agree'}; {time.perf_counter() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
