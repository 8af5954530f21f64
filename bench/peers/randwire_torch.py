"""A RandWire network in PyTorch, built from sizes and edges alone (Xie et al. 2019, sections 3.2 and 3.3, table 1).

It knows nothing of the engine's operations: the reading of the paper is its own, which is what makes it an oracle. It is also the peer that
throughput is measured against, so sums run in place and no tensors are stacked. Parameter names follow the project's:
conv1.weight, conv1.norm.*, stage3.node5.{sum,depthwise,pointwise,norm}.*, head.conv.weight, head.norm.*, head.fc.*.
"""
import copy

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_weights

from kinks import relu, relu_


class Depthwise(nn.Conv2d):
    """3x3, every channel by itself. In float64 PyTorch runs one convolution a channel, so there nine shifted products do the same faster."""

    def __init__(self, channels, stride):
        super().__init__(channels, channels, 3, stride, 1, groups=channels, bias=False)

    def forward(self, x):
        if x.dtype != torch.float64:
            return super().forward(x)
        stride = self.stride[0]
        bottom, right = (x.shape[2] - 1) // stride * stride + 1, (x.shape[3] - 1) // stride * stride + 1
        padded = functional.pad(x, (1, 1, 1, 1))
        products = [
            padded[:, :, r:r + bottom:stride, c:c + right:stride] * self.weight[:, 0, r, c].view(1, -1, 1, 1) for r in range(3) for c in range(3)]
        return sum(products)


class Node(nn.Module):
    """Aggregation of one wire or of several weighted by sigmoids, then ReLU, 3x3 separable convolution, batch norm."""

    def __init__(self, wires, in_channels, out_channels, stride):
        super().__init__()
        self.constants = None
        if wires > 1:
            self.sum = nn.Module()
            self.sum.weight = nn.Parameter(torch.zeros(wires))
        self.depthwise = Depthwise(in_channels, stride)
        self.pointwise = nn.Conv2d(in_channels, out_channels, 1, bias=False)
        self.norm = nn.BatchNorm2d(out_channels)

    def forward(self, inputs):
        if len(inputs) == 1:
            # Shared with other nodes: not in place.
            x = relu(inputs[0])
        else:
            x = relu_(self.add_constants(inputs) if self.constants else self.add_weighted(inputs))
        return self.norm(self.pointwise(self.depthwise(x)))

    def add_weighted(self, inputs):
        weights = torch.sigmoid(self.sum.weight).unbind()
        x = inputs[0] * weights[0]
        for value, weight in zip(inputs[1:], weights[1:]):
            x.addcmul_(value, weight)
        return x

    def add_constants(self, inputs):
        x = inputs[0] * self.constants[0]
        for value, weight in zip(inputs[1:], self.constants[1:]):
            x.add_(value, alpha=weight)
        return x


class Stage(nn.Module):
    """Nodes 0..n-1 with edges from lower to higher; inputs (nothing arrives) read the stage's input, outputs (nothing leaves) are averaged."""

    def __init__(self, nodes, edges, in_channels, channels, stride):
        super().__init__()
        self.sources = [sorted(u for u, v in edges if v == node) for node in range(nodes)]
        self.last = [node for node in range(nodes) if all(u != node for u, _ in edges)]
        for node, sources in enumerate(self.sources):
            first = not sources
            self.add_module(f"node{node}", Node(len(sources), in_channels if first else channels, channels, stride if first else 1))

    def forward(self, x):
        values = []
        for node, sources in enumerate(self.sources):
            values.append(getattr(self, f"node{node}")([values[u] for u in sources] if sources else [x]))
        mean = values[self.last[0]]
        if len(self.last) > 1:
            mean = mean + values[self.last[1]]
            for node in self.last[2:]:
                mean += values[node]
            mean = mean / len(self.last)
        return mean


class Convolution(nn.Conv2d):
    """A plain convolution that carries its batch norm."""

    def __init__(self, in_channels, out_channels, kernel, stride):
        super().__init__(in_channels, out_channels, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(out_channels)

    def forward(self, x):
        return self.norm(super().forward(x))


class Network(nn.Module):
    def __init__(self, manifest):
        super().__init__()
        channels = manifest["input"][2]
        self.stem, self.stages = [], []
        for i, (out_channels, stride) in enumerate(manifest["stem"], 1):
            self.stem.append(f"conv{i}")
            self.add_module(f"conv{i}", Convolution(channels, out_channels, 3, stride))
            channels = out_channels
        for stage in manifest["stages"]:
            self.stages.append(f"stage{stage['number']}")
            self.add_module(self.stages[-1], Stage(stage["nodes"], stage["edges"], channels, stage["channels"], stage["stride"]))
            channels = stage["channels"]
        self.head = nn.Module()
        self.head.conv = nn.Conv2d(channels, manifest["headChannels"], 1, bias=False)
        self.head.norm = nn.BatchNorm2d(manifest["headChannels"])
        self.head.fc = nn.Linear(manifest["headChannels"], manifest["classes"])

    def forward(self, x):
        # conv1 sees the image itself; every later convolution of the stem begins with a ReLU.
        for i, name in enumerate(self.stem):
            x = getattr(self, name)(relu(x) if i else x)
        for name in self.stages:
            x = getattr(self, name)(x)
        x = self.head.norm(self.head.conv(relu(x)))
        return self.head.fc(x.mean((2, 3)))


def of(manifest):
    """The network of a manifest."""
    return Network(manifest)


def folded(network):
    """A copy for inference: every batch norm in the weights and the bias of the convolution before it, and wires' weights as constants."""
    network = copy.deepcopy(network).eval()

    def fold(convolution, holder):
        norm = holder.norm
        convolution.weight, convolution.bias = fuse_conv_bn_weights(
            convolution.weight, convolution.bias, norm.running_mean, norm.running_var, norm.eps, norm.weight, norm.bias)
        holder.norm = nn.Identity()

    for module in list(network.modules()):
        if isinstance(module, Node):
            fold(module.pointwise, module)
            module.constants = torch.sigmoid(module.sum.weight.detach()).tolist() if hasattr(module, "sum") else None
        elif isinstance(module, Convolution):
            fold(module, module)
    fold(network.head.conv, network.head)
    return network


def optimizer(network, sgd):
    """SGD with one decay for weights of convolutions and of the classifier, another for everything else."""
    weights = [p for p in network.parameters() if p.dim() > 1]
    others = [p for p in network.parameters() if p.dim() <= 1]
    groups = [{"params": weights, "weight_decay": sgd["weightDecay"]}, {"params": others, "weight_decay": sgd["otherDecay"]}]
    return torch.optim.SGD(groups, lr=sgd["rate"], momentum=sgd["momentum"])
