"""Any network in PyTorch: an interpreter of a program, which is a list of operations, each a function of values and parameters.

`RandWire.OracleDump program` prints a program as JSON. What the functions compute is written here from their definitions; parameters have the program's
names and shapes, so that a state_dict of one is that of the other. A program of the paper's network has a second reading, randwire_torch.py, which knows
nothing of operations; the language of networks is held against torchvision by check_torchvision.py.

It is also the peer that throughput is measured against: a value that one operation reads is overwritten where autograd allows it, values are freed after
their last reader, windows go to PyTorch's own padding where that means the same.
"""
import collections
import copy
import math

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_weights

import kinks

# What these give may be overwritten: it is a tensor of its own, and their gradients do not read it.
OVERWRITABLE = {"Convolution", "Depthwise", "Norm", "Concatenation", "Sum", "WeightedSum"}


class Operation:
    """One operation, with the numbers of values that nobody reads after it."""

    def __init__(self, entry, parameters):
        self.name, self.function, self.fields = entry["name"], entry["function"], entry["fields"]
        self.inputs, self.output = entry["inputs"], entry["output"]
        self.parameters = [parameters[number] for number in entry["parameters"]]
        self.dead, self.overwrites, self.constants = [], False, None
        if self.function not in FUNCTIONS:
            raise ValueError(f"{self.name}: the function {self.function} is not known here. Known: {', '.join(FUNCTIONS)}.")


class Program(nn.Module):
    """The network of a program; images [N, C, H, W] to logits [N, classes]."""

    def __init__(self, program):
        super().__init__()
        self.drop_path_rate, self.momentum = 0.0, 0.1
        for parameter in program["parameters"]:
            self.add(parameter["name"], parameter["kind"], parameter["shape"])
        names = [parameter["name"] for parameter in program["parameters"]]
        self.operations = [Operation(entry, names) for entry in program["operations"]]
        self.plan()

    def add(self, name, kind, shape):
        """A parameter under its dotted name, with usual initial values."""
        *path, leaf = name.split(".")
        holder = self
        for word in path:
            if not hasattr(holder, word):
                holder.add_module(word, nn.Module())
            holder = getattr(holder, word)
        value = torch.ones(shape) if kind in ("NormScale", "RunningVariance") else torch.zeros(shape)
        if len(shape) > 1:
            value = torch.randn(shape) * math.sqrt((1 if kind == "Linear" else 2) / value[0].numel())
        if kind in ("RunningMean", "RunningVariance"):
            holder.register_buffer(leaf, value)
        else:
            holder.register_parameter(leaf, nn.Parameter(value))

    def plan(self):
        """Who reads a value last, and who may write over it."""
        reads = collections.Counter(value for operation in self.operations for value in operation.inputs)
        maker, seen = {}, set()
        for operation in self.operations:
            maker[operation.output] = operation.function
        for operation in self.operations:
            first = operation.inputs[0] if operation.inputs else None
            operation.overwrites = reads[first] == 1 and maker.get(first) in OVERWRITABLE
        for operation in reversed(self.operations):
            operation.dead = [value for value in dict.fromkeys(operation.inputs) if value not in seen]
            seen.update(operation.inputs)

    def tensor(self, name):
        holder = self
        for word in name.split("."):
            holder = getattr(holder, word)
        return holder

    def forward(self, images):
        values = {}
        for operation in self.operations:
            if not operation.inputs:
                value = images
            else:
                inputs = [values[number] for number in operation.inputs]
                for number in operation.dead:
                    del values[number]
                value = FUNCTIONS[operation.function](self, operation, operation.fields, inputs, [self.tensor(name) for name in operation.parameters])
            inputs, values[operation.output] = None, value
        return value.flatten(1)


def of(manifest):
    """The network of a manifest."""
    return Program(manifest["program"])


def folded(network):
    """A copy for inference: batch norms in weights and bias of the convolution before them, where nobody else reads that, and wires' weights as constants."""
    network = copy.deepcopy(network).eval()
    reads = collections.Counter(value for operation in network.operations for value in operation.inputs)
    owners = collections.Counter(name for operation in network.operations for name in operation.parameters)
    foldable, kept = {}, []
    for operation in network.operations:
        before = foldable.get(operation.inputs[0]) if operation.inputs else None
        if operation.function == "Norm" and before and reads[before.output] == 1:
            *affine, mean, variance = [network.tensor(name) for name in operation.parameters]
            scale, shift = affine if affine else (torch.ones_like(mean), torch.zeros_like(mean))
            name = before.parameters[0].rpartition(".")[0]
            holder = network.tensor(name)
            bias = getattr(holder, "bias", None)
            holder.weight, holder.bias = fuse_conv_bn_weights(holder.weight, bias, mean, variance, operation.fields["epsilon"], scale, shift)
            before.parameters, before.output = [f"{name}.weight", f"{name}.bias"], operation.output
            continue
        if operation.function in ("Convolution", "Depthwise") and owners[operation.parameters[0]] == 1:
            foldable[operation.output] = operation
        if operation.function == "WeightedSum":
            operation.constants = weights_of(operation.fields, network.tensor(operation.parameters[0]).detach()).tolist()
        kept.append(operation)
    network.operations = kept
    network.plan()
    return network


def strides(window):
    """Rows and columns from one window to the next."""
    return 1 if window["along"] == "Columns" else window["stride"], 1 if window["along"] == "Rows" else window["stride"]


def places(length, extent, stride, dilation, padding):
    """Pixels of padding before and after, along one side."""
    span = (extent - 1) * dilation + 1
    before = 0
    if padding == "Same":
        before, outputs = (extent - 1) // 2 * dilation, -(-length // stride)
    elif padding == "None":
        outputs = (length - span) // stride + 1
    else:
        outputs = -(-(length - span) // stride) + 1
        if (outputs - 1) * stride >= length:
            outputs -= 1
    return before, max(0, (outputs - 1) * stride + span - before - length)


def margins(x, window, padding):
    """Left, right, top, bottom, as functional.pad wants them."""
    down, across = strides(window)
    rows = places(x.shape[2], window["height"], down, window["dilation"], padding)
    columns = places(x.shape[3], window["width"], across, window["dilation"], padding)
    return (*columns, *rows)


def even(x, window, around):
    """Whether padding as much after as before changes nothing: the window is not put there once more."""
    left, right, top, bottom = around

    def same(length, extent, stride, before, after):
        span = (extent - 1) * window["dilation"] + 1
        return after <= before and (length + 2 * before - span) // stride == (length + before + after - span) // stride

    down, across = strides(window)
    return same(x.shape[2], window["height"], down, top, bottom) and same(x.shape[3], window["width"], across, left, right)


def convolve(x, weight, bias, window, padding, groups):
    around = margins(x, window, padding)
    if even(x, window, around):
        inner = (around[2], around[0])
    else:
        x, inner = functional.pad(x, around), 0
    return functional.conv2d(x, weight, bias, strides(window), inner, window["dilation"], groups)


def convolution(network, operation, fields, inputs, parameters):
    weight, *bias = parameters
    return convolve(inputs[0], weight, bias[0] if bias else None, fields["window"], fields["padding"], fields["groups"])


def depthwise(network, operation, fields, inputs, parameters):
    weight, *bias = parameters
    x, window = inputs[0], fields["window"]
    bias = bias[0] if bias else None
    if x.dtype != torch.float64:
        return convolve(x, weight, bias, window, fields["padding"], x.shape[1])
    # In float64 PyTorch runs one convolution a channel; shifted products do the same faster.
    padded = functional.pad(x, margins(x, window, fields["padding"]))
    stride, dilation = window["stride"], window["dilation"]
    rows = (padded.shape[2] - (window["height"] - 1) * dilation - 1) // stride * stride + 1
    columns = (padded.shape[3] - (window["width"] - 1) * dilation - 1) // stride * stride + 1
    y = sum(
        padded[:, :, r * dilation:r * dilation + rows:stride, c * dilation:c * dilation + columns:stride] * weight[:, 0, r, c].view(1, -1, 1, 1)
        for r in range(window["height"]) for c in range(window["width"]))
    return y if bias is None else y + bias.view(1, -1, 1, 1)


def pooling(network, operation, fields, inputs, parameters):
    x, window = inputs[0], fields["window"]
    size, stride, around = (window["height"], window["width"]), window["stride"], margins(inputs[0], window, fields["padding"])
    if window["dilation"] != 1:
        raise ValueError(f"{operation.name}: a pooling with dilation {window['dilation']} is not known here.")
    if fields["kind"] == "Maximum":
        if even(x, window, around):
            around = (around[0], around[0], around[2], around[2])
        return kinks.max_pool(x, size, stride, around)
    # What lies outside of the image does not count.
    if even(x, window, around) and 2 * around[0] <= size[1] and 2 * around[2] <= size[0]:
        return functional.avg_pool2d(x, size, stride, (around[2], around[0]), count_include_pad=False)
    ones = torch.ones((1, 1, *x.shape[2:]), dtype=x.dtype)
    return functional.avg_pool2d(functional.pad(x, around), size, stride) / functional.avg_pool2d(functional.pad(ones, around), size, stride)


def norm(network, operation, fields, inputs, parameters):
    *affine, mean, variance = parameters
    scale, shift = affine if affine else (None, None)
    return functional.batch_norm(inputs[0], mean, variance, scale, shift, network.training, network.momentum, fields["epsilon"])


def add(network, operation, fields, inputs, parameters):
    factor = fields["factor"]
    if len(inputs) == 1:
        return inputs[0] * factor
    total = inputs[0].add_(inputs[1]) if operation.overwrites else inputs[0] + inputs[1]
    for value in inputs[2:]:
        total.add_(value)
    return total if factor == 1 else total.mul_(factor)


def weights_of(fields, free):
    if fields["weights"] == "Sigmoid":
        return torch.sigmoid(free)
    shares = torch.softmax(free, 0)
    if fields["weights"] == "Softmax":
        return shares
    # Hard: the largest alone, with the gradient of the softmax (straight-through).
    return functional.one_hot(shares.argmax(), len(free)) + shares - shares.detach()


def weighted_sum(network, operation, fields, inputs, parameters):
    if operation.constants:
        total = inputs[0] * operation.constants[0]
        for value, weight in zip(inputs[1:], operation.constants[1:]):
            total.add_(value, alpha=weight)
        return total
    weights = weights_of(fields, parameters[0]).unbind()
    total = inputs[0] * weights[0]
    for value, weight in zip(inputs[1:], weights[1:]):
        total.addcmul_(value, weight)
    return total


def shuffle(network, operation, fields, inputs, parameters):
    images, channels, height, width = inputs[0].shape
    groups = fields["groups"]
    return inputs[0].reshape(images, groups, channels // groups, height, width).transpose(1, 2).reshape(images, channels, height, width)


def dropout(network, operation, fields, inputs, parameters):
    return functional.dropout(inputs[0], fields["rate"], network.training)


def drop_path(network, operation, fields, inputs, parameters):
    rate = network.drop_path_rate * fields["share"]
    if not network.training or rate == 0:
        return inputs[0]
    kept = torch.rand(len(inputs[0]), 1, 1, 1, dtype=inputs[0].dtype) >= rate
    return inputs[0] * (kept / (1 - rate))


def linear(network, operation, fields, inputs, parameters):
    weight, bias = parameters
    return functional.linear(inputs[0].flatten(1), weight, bias)[:, :, None, None]


def element(function):
    return lambda network, operation, fields, inputs, parameters: function(inputs[0])


FUNCTIONS = {
    "Images": None,
    "Convolution": convolution,
    "Depthwise": depthwise,
    "Pooling": pooling,
    "Norm": norm,
    "Relu": lambda network, operation, fields, inputs, parameters: (kinks.relu_ if operation.overwrites else kinks.relu)(inputs[0]),
    "Relu6": element(lambda x: kinks.curve("Relu6", x)),
    "HardSwish": element(lambda x: kinks.curve("HardSwish", x)),
    "HardSigmoid": element(lambda x: kinks.curve("HardSigmoid", x)),
    "Swish": element(functional.silu),
    "Gelu": element(functional.gelu),
    "Sigmoid": element(torch.sigmoid),
    "Tanh": element(torch.tanh),
    "Sum": add,
    "WeightedSum": weighted_sum,
    "Product": lambda network, operation, fields, inputs, parameters: inputs[0] * inputs[1],
    "Concatenation": lambda network, operation, fields, inputs, parameters: torch.cat(inputs, 1),
    "Slice": lambda network, operation, fields, inputs, parameters: inputs[0].narrow(1, fields["first"], fields["count"]),
    "ChannelShuffle": shuffle,
    "Subsample": lambda network, operation, fields, inputs, parameters: inputs[0][:, :, ::fields["stride"], ::fields["stride"]],
    "ChannelPadding": lambda network, operation, fields, inputs, parameters: functional.pad(inputs[0], (0, 0, 0, 0, fields["before"], fields["after"])),
    "PixelShift": lambda network, operation, fields, inputs, parameters: functional.pad(inputs[0][:, :, 1:, 1:], (0, 1, 0, 1)),
    "GlobalAverage": lambda network, operation, fields, inputs, parameters: inputs[0].mean((2, 3), keepdim=True),
    "Dropout": dropout,
    "DropPath": drop_path,
    "Linear": linear,
}
