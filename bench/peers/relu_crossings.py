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


class Observer:
    """Computes in the place of kinks while in use: numbers the calls, takes flipped elements over their jump, and keeps what goes in and how far from a jump it is
    if it is recording."""

    def __init__(self, flipped=(), recording=False):
        self.flipped, self.recording, self.calls, self.inputs, self.distances = {}, recording, 0, [], []
        for call, meeting, at in flipped:
            self.flipped.setdefault((call, meeting), []).append(at)

    def curve(self, name, x):
        call = self.begin(x)
        meetings, pieces = kinks.PIECES[name]
        if self.recording:
            self.distances += [(call, meeting, (x.detach() - meeting).abs()) for meeting in meetings]
        if all((call, meeting) not in self.flipped for meeting in meetings):
            return kinks.CURVES[name](x)
        with torch.no_grad():
            piece = sum((x > meeting).to(torch.int8) for meeting in meetings)
            for number, meeting in enumerate(meetings):
                for at in self.flipped.get((call, meeting), ()):
                    piece.view(-1)[at] = 2 * number + 1 - int(piece.view(-1)[at])
        y = pieces[0](x)
        for number, function in enumerate(pieces[1:], 1):
            y = torch.where(piece >= number, function(x), y)
        return y

    def max_pool(self, padded, size, stride):
        """The largest element of every window, or the second where it is flipped."""
        call = self.begin(padded)
        if not self.recording and (call, "maximum") not in self.flipped:
            return functional.max_pool2d(padded, size, stride)
        windows = padded.unfold(2, size[0], stride).unfold(3, size[1], stride).flatten(4)
        with torch.no_grad():
            # The first of equals, which topk does not promise.
            pick = windows.max(4, keepdim=True).indices
            if windows.shape[4] > 1:
                values, order = windows.topk(2, 4)
                self.distances.append((call, "maximum", values[..., 0] - values[..., 1]))
                for at in self.flipped.get((call, "maximum"), ()):
                    pick.view(-1)[at] = order[..., 1].flatten()[at]
        return windows.gather(4, pick)[..., 0]

    def begin(self, x):
        self.calls += 1
        if self.recording:
            self.inputs.append(torch.where(torch.isfinite(x), x, torch.zeros_like(x)).detach())
        return self.calls - 1

    def __enter__(self):
        kinks.observer = self
        return self

    def __exit__(self, *_):
        kinks.observer = None


def near_jumps(exact, rounded):
    """Places (call, meeting, index) that rounding may take over a jump, nearest first, those together that must go together."""
    groups = {}
    reach = []
    for x, other in zip(exact.inputs, rounded.inputs, strict=True):
        of = (0, 2, 3)
        least = torch.finfo(torch.float32).eps / 2 * x.square().mean(of).sqrt()
        reach.append(REACH * torch.maximum((other.double() - x).square().mean(of).sqrt(), least))
    for call, meeting, distance in exact.distances:
        share = distance / reach[call].view(1, -1, 1, 1).clamp_min(torch.finfo(torch.float32).tiny)
        # An element that lies on the jump itself is on one side everywhere: it is no sum, but a zero.
        for at in torch.nonzero(((share <= 1) & (distance > 0)).flatten()).flatten().tolist():
            # One value read by several functions is on one side for all of them; two elements change places in every window that has both.
            key = float(distance.flatten()[at]), meeting
            groups.setdefault(key, (float(share.flatten()[at]), []))[1].append((call, meeting, at))
    return sorted(groups.values())


def resolve(gradients, distance, rounded):
    """Gradients with the crossings that bring them nearest, greedily.

    gradients: () -> {name: gradient}, computed through kinks in float64; distance: gradients -> number; rounded: () -> None, the same in float32.
    Returns (gradients, how near each of the flipped elements was as a share of the reach, number of those that were near).
    """
    with Observer(recording=True) as exact:
        best = gradients()
    with Observer(recording=True) as other:
        rounded()
    near = near_jumps(exact, other)
    flipped, shares, least = [], [], distance(best)
    del exact, other
    for share, places in near[:MOST]:
        with Observer(flipped + places):
            found = gradients()
        if distance(found) < least:
            best, least = found, distance(found)
            flipped += places
            shares.append(share)
    return best, shares, len(near)
