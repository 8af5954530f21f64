"""Which ReLU inputs lie so close to zero that rounding decides on which side, and which of them decided otherwise.

A gradient jumps where a ReLU's input crosses zero, so two correct programs can disagree by far more than rounding: by the whole contribution of one
element. Here the elements within rounding of zero are taken to the other side one after the other; those that bring the gradients nearer to the
other program's stay there. What is left must be rounding: a mistake is not undone by moving a few elements that are zero to six digits.
"""
import torch

import randwire_torch

# An element is taken for zero when it lies within this many times the root mean square of its tensor: some tens of float32 roundings.
NEAR = 4e-6
MOST = 40


class Rectifier:
    """Stands in for ReLU while in use: numbers the calls, and lets elements pass or stops them by the sign of x, but for the flipped ones."""

    def __init__(self, flipped):
        self.flipped, self.calls, self.near = flipped, 0, []

    def __call__(self, x):
        call, self.calls = self.calls, self.calls + 1
        with torch.no_grad():
            bound = NEAR * float(x.square().mean().sqrt())
            flat = x.flatten()
            for at in torch.nonzero(flat.abs() <= bound).flatten().tolist():
                if float(flat[at]) != 0:
                    self.near.append((abs(float(flat[at])) / bound * NEAR, call, at))
            mask = (x > 0).to(x.dtype)
            for at in (at for of, at in self.flipped if of == call):
                mask.view(-1)[at] = 1 - mask.view(-1)[at]
        return x * mask

    def __enter__(self):
        self.kept = randwire_torch.relu, randwire_torch.relu_
        randwire_torch.relu = randwire_torch.relu_ = self
        return self

    def __exit__(self, *_):
        randwire_torch.relu, randwire_torch.relu_ = self.kept


def resolve(gradients, distance):
    """Gradients with the crossings that bring them nearest, greedily.

    gradients: () -> {name: gradient}, through this module's ReLU; distance: gradients -> number.
    Returns (gradients, flipped elements as (size, calls, index), elements that were near zero).
    """
    with Rectifier([]) as rectifier:
        best = gradients()
    flipped, least = [], distance(best)
    # One value read by several ReLUs is on one side for all of them.
    groups = {}
    for size, call, at in sorted(rectifier.near):
        groups.setdefault((size, at), []).append(call)
    for (size, at), calls in list(groups.items())[:MOST]:
        with Rectifier([*[(call, i) for _, of, i in flipped for call in of], *[(call, at) for call in calls]]):
            found = gradients()
        if distance(found) < least:
            best, least = found, distance(found)
            flipped.append((size, calls, at))
    return best, flipped, list(groups)
