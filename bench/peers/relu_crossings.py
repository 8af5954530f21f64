"""Which elements lie so close to a jump of a derivative that rounding decides on which side, and which of them decided otherwise.

A gradient jumps where a ReLU's input crosses zero, and where two elements of a maximum's window change places, so two correct programs can disagree by far
more than rounding: by the whole contribution of one element. Here the elements within rounding of a jump are taken to the other side one after the other; those
that bring the gradients nearer to the other program's stay there. What is left must be rounding: a mistake is not undone by moving a few elements that
are equal but for rounding.

How far rounding reaches is measured, channel by channel: by what PyTorch's own float32 makes of the same input of the same function.
"""
import torch
from torch.nn import functional

import kinks

# An element lies at a jump when it is within this many times the root mean square of its channel's rounding.
REACH = 8
MOST = 40
SWEEPS = 3


class Observer:
    """Computes in the place of kinks while in use: numbers the calls, takes shifted elements over their jump, and keeps what goes in and how far from a jump it is
    if it is recording."""

    def __init__(self, shifts=(), recording=False):
        self.shifts, self.recording, self.calls, self.inputs, self.jumps = {}, recording, 0, [], []
        for call, at, shift in shifts:
            self.shifts.setdefault(call, []).append((at, shift))

    def curve(self, name, x):
        call, x = self.begin(x)
        if self.recording:
            for meeting in kinks.MEETINGS[name]:
                distance = (x.detach() - meeting).flatten()
                self.jumps.append((call, meeting, distance.abs(), torch.arange(len(distance)), -2 * distance, x.shape))
        return kinks.CURVES[name](x)

    def max_pool(self, padded, size, stride):
        call, padded = self.begin(padded)
        if self.recording and size[0] * size[1] > 1:
            with torch.no_grad():
                windows = padded.unfold(2, size[0], stride).unfold(3, size[1], stride).flatten(4)
                places = torch.arange(padded.numel()).view(padded.shape).unfold(2, size[0], stride).unfold(3, size[1], stride).flatten(4)
                values, order = windows.topk(2, 4)
                gap = (values[..., 0] - values[..., 1])
                # The second goes above the first, in every window that has both.
                self.jumps.append((call, "maximum", gap.flatten(), places.gather(4, order[..., 1:]).flatten(), 2 * gap.flatten(), gap.shape))
        return functional.max_pool2d(padded, size, stride)

    def begin(self, x):
        self.calls += 1
        if self.recording:
            self.inputs.append(torch.where(torch.isfinite(x), x, torch.zeros_like(x)).detach())
        if self.calls - 1 in self.shifts:
            moved = torch.zeros_like(x)
            for at, shift in self.shifts[self.calls - 1]:
                moved.view(-1)[at] = shift
            x = x + moved
        return self.calls - 1, x

    def __enter__(self):
        kinks.observer = self
        return self

    def __exit__(self, *_):
        kinks.observer = None


def near_jumps(exact, rounded):
    """Shifts (call, index, shift) that take what rounding may take over a jump, nearest first, those together that must go together."""
    groups, reach = {}, []
    for x, other in zip(exact.inputs, rounded.inputs, strict=True):
        of = (0, 2, 3)
        least = torch.finfo(torch.float32).eps / 2 * x.square().mean(of).sqrt()
        reach.append(REACH * torch.maximum((other.double() - x).square().mean(of).sqrt(), least))
    for call, kind, distance, places, shifts, shape in exact.jumps:
        share = (distance.view(shape) / reach[call].view(1, -1, 1, 1).clamp_min(torch.finfo(torch.float32).tiny)).flatten()
        # An element that lies on the jump itself is on one side everywhere: it is no sum, but a zero.
        for at in torch.nonzero((share <= 1) & (distance > 0)).flatten().tolist():
            # One value read by several functions is on one side for all of them.
            group = groups.setdefault((float(distance[at]), kind), (float(share[at]), {}))
            group[1][call, int(places[at])] = float(shifts[at])
    return [(share, [(*place, shift) for place, shift in group.items()]) for share, group in sorted(groups.values(), key=lambda one: one[0])]


def resolve(gradients, distance, rounded):
    """Gradients with the crossings that bring them nearest, greedily.

    gradients: () -> {name: gradient}, computed through kinks in float64; distance: gradients -> number; rounded: () -> None, the same in float32.
    Returns (gradients, how near each of the elements was that went over as a share of the reach, number of those that were near).
    """
    with Observer(recording=True) as exact:
        best = gradients()
    with Observer(recording=True) as other:
        rounded()
    near = near_jumps(exact, other)
    taken, shares, least = [], [], distance(best)
    del exact, other
    tried = near[:MOST]
    for _ in range(SWEEPS):
        # What moved nothing nearer at first can do so once others are on their side.
        left = []
        for share, places in tried:
            with Observer(taken + places):
                found = gradients()
            if distance(found) < least:
                best, least = found, distance(found)
                taken += places
                shares.append(share)
            else:
                left.append((share, places))
        if len(left) == len(tried):
            break
        tried = left
    return best, shares, len(near)
