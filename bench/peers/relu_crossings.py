"""Which elements lie so close to a jump of a derivative that rounding decides on which side, and which of them decided otherwise.

A gradient jumps where a ReLU's input crosses zero, and where two elements of a maximum's window change places, so two correct programs can disagree by far
more than rounding: by the whole contribution of one element. Here the elements within rounding of a jump are taken to the other side one after the other; those
that bring the gradients nearer to the other program's stay there. What is left must be rounding: a mistake is not undone by moving a few elements that
are equal to six digits.
"""
import torch

import kinks

# An element is taken to lie at a jump when it is within this many times the root mean square of its tensor: some tens of float32 roundings.
NEAR = 4e-6
MOST = 40


class Observer:
    """Computes in the place of kinks while in use: numbers the calls, collects the elements near a jump, and takes the flipped ones to its other side."""

    def __init__(self, flipped):
        self.flipped, self.calls, self.near = flipped, 0, []

    def curve(self, x, meetings, pieces):
        """A function in pieces; every element belongs to one."""
        call, size, flat = self.begin(x)
        with torch.no_grad():
            piece = sum((x > meeting).to(torch.int8) for meeting in meetings)
            for number, meeting in enumerate(meetings):
                distance = (flat - meeting).abs()
                for at in torch.nonzero((distance <= NEAR * size) & (distance > 0)).flatten().tolist():
                    # One value read by several functions is on one side for all of them.
                    self.near.append((float(distance[at]) / size, ("curve", meeting, at), call, at))
                for at in self.of(call):
                    if abs(float(flat[at]) - meeting) <= NEAR * size:
                        piece.view(-1)[at] = 2 * number + 1 - int(piece.view(-1)[at])
        y = pieces[0](x)
        for number, function in enumerate(pieces[1:], 1):
            y = torch.where(piece >= number, function(x), y)
        return y

    def max_pool(self, padded, size, stride):
        """The largest element of every window, or the second where it is flipped."""
        inside = torch.where(torch.isfinite(padded), padded, torch.zeros_like(padded))
        call, scale, _ = self.begin(inside.detach())
        windows = padded.unfold(2, size[0], stride).unfold(3, size[1], stride).flatten(4)
        if windows.shape[4] == 1:
            return windows[..., 0]
        with torch.no_grad():
            values, chosen = windows.topk(2, 4)
            gap = (values[..., 0] - values[..., 1]).flatten()
            # The first of equals, as PyTorch's own pooling has it; topk promises no order.
            first = windows.max(4, keepdim=True).indices
            chosen = torch.where((values[..., :1] == values[..., 1:]), first, chosen[..., :1]), chosen[..., 1:]
            pick = chosen[0].clone()
            for at in torch.nonzero((gap <= NEAR * scale) & (gap > 0)).flatten().tolist():
                # Two elements change places in every window that has both.
                self.near.append((float(gap[at]) / scale, ("maximum", float(values[..., 0].flatten()[at])), call, at))
            for at in self.of(call):
                pick.view(-1)[at] = chosen[1].flatten()[at]
        return windows.gather(4, pick)[..., 0]

    def begin(self, x):
        call, self.calls = self.calls, self.calls + 1
        flat = x.detach().flatten()
        return call, float(flat.square().mean().sqrt()), flat

    def of(self, call):
        return [at for of, at in self.flipped if of == call]

    def __enter__(self):
        kinks.observer = self
        return self

    def __exit__(self, *_):
        kinks.observer = None


def resolve(gradients, distance):
    """Gradients with the crossings that bring them nearest, greedily.

    gradients: () -> {name: gradient}, computed through kinks; distance: gradients -> number.
    Returns (gradients, sizes of those that were flipped, number of those that were near).
    """
    with Observer([]) as observer:
        best = gradients()
    flipped, sizes, least = [], [], distance(best)
    groups = {}
    for size, key, call, at in sorted(observer.near, key=lambda one: one[0]):
        groups.setdefault((size, key), []).append((call, at))
    for (size, _), places in list(groups.items())[:MOST]:
        with Observer(flipped + places):
            found = gradients()
        if distance(found) < least:
            best, least = found, distance(found)
            flipped += places
            sizes.append(size)
    return best, sizes, len(groups)
