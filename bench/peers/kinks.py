"""Functions whose derivative jumps: ReLU and its kin where pieces meet, and a maximum where two elements of a window are equal.

Both networks (randwire_torch.py, program_torch.py) compute them here, so that relu_crossings.py can look at what goes in and take
elements that lie within rounding of a jump over it: it sets `observer` while it looks.
"""
import torch
from torch.nn import functional

observer = None

# Where the derivatives jump.
MEETINGS = {"Relu": (0,), "Relu6": (0, 6), "HardSwish": (-3, 3), "HardSigmoid": (-3, 3)}
CURVES = {"Relu": functional.relu, "Relu6": functional.relu6, "HardSwish": functional.hardswish, "HardSigmoid": functional.hardsigmoid}


def curve(name, x):
    return observer.curve(name, x) if observer else CURVES[name](x)


def relu(x):
    return curve("Relu", x)


def relu_(x):
    """Where nobody else reads x, nor autograd."""
    return observer.curve("Relu", x) if observer else torch.relu_(x)


def max_pool(x, size, stride, margins):
    """Largest element of windows of a size [rows, columns]; margins (left, right, top, bottom) of minus infinity lie around the image."""
    if observer:
        return observer.max_pool(functional.pad(x, margins, value=-torch.inf), size, stride)
    left, right, top, bottom = margins
    if 2 * left <= size[1] and 2 * top <= size[0] and left == right and top == bottom:
        return functional.max_pool2d(x, size, stride, (top, left))
    return functional.max_pool2d(functional.pad(x, margins, value=-torch.inf), size, stride)
