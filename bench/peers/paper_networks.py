"""Networks that torchvision lacks, read in PyTorch from their papers' tables; what check_torchvision.py holds ours against. Tensors are registered in the order in which they
compute, a shortcut after its branch. No network here is trained.
"""
import torch
from torch import nn


def conv(before, after, window, stride=1, groups=1):
    return nn.Conv2d(before, after, window, stride, (window - 1) // 2, groups=groups, bias=False)


def unit(before, after, window, stride=1, groups=1):
    """A convolution, norm and ReLU."""
    return nn.Sequential(conv(before, after, window, stride, groups), nn.BatchNorm2d(after), nn.ReLU())


class PreBlock(nn.Module):
    """Norm and ReLU before each convolution; a projection, where there is one, reads what the first of them leave."""

    def __init__(self, before, after, stride, bottleneck):
        super().__init__()
        inner = after // 4 if bottleneck else after
        windows = [(before, inner, 1, 1), (inner, inner, 3, stride), (inner, after, 1, 1)] if bottleneck else [(before, inner, 3, stride), (inner, after, 3, 1)]
        self.norm = nn.BatchNorm2d(before)
        rest = [conv(*windows[0])]
        for window in windows[1:]:
            rest += [nn.BatchNorm2d(window[0]), nn.ReLU(), conv(*window)]
        self.branch = nn.Sequential(*rest)
        self.projection = conv(before, after, 1, stride) if before != after or stride > 1 else None

    def forward(self, x):
        active = torch.relu(self.norm(x))
        return self.branch(active) + (x if self.projection is None else self.projection(active))


def pre_network(stem, stages, bottleneck, classes):
    """Stages are (channels, blocks, stride)."""
    parts, channels = [*stem], stem[0].out_channels
    for after, blocks, stride in stages:
        for i in range(blocks):
            parts.append(PreBlock(channels, after, stride if i == 0 else 1, bottleneck))
            channels = after
    return nn.Sequential(*parts, nn.BatchNorm2d(channels), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes))


def preresnet(blocks, bottleneck, num_classes=1000):
    """He et al., ECCV 2016, the form for ImageNet."""
    factor = 4 if bottleneck else 1
    stem = [conv(3, 64, 7, 2), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
    return pre_network(stem, [(64 * factor * 2 ** i, count, 1 if i == 0 else 2) for i, count in enumerate(blocks)], bottleneck, num_classes)


def small_preresnet(depth, width=1, bottleneck=False, num_classes=10):
    """The form for CIFAR; with a width it is a wide residual network (Zagoruyko and Komodakis, BMVC 2016), whose depth counts the last layer of a projection, too."""
    blocks, factor = (depth - 2) // (9 if bottleneck else 6), width * (4 if bottleneck else 1)
    return pre_network([conv(3, 16, 3)], [(16 * factor * 2 ** i, blocks, 1 if i == 0 else 2) for i in range(3)], bottleneck, num_classes)


def small_resnext(depth, groups, base, num_classes=10):
    """Xie et al., CVPR 2017, the form for CIFAR."""
    from torchvision.models.resnet import Bottleneck, ResNet
    net = ResNet(Bottleneck, [(depth - 2) // 9] * 3 + [1], num_classes=num_classes, groups=groups, width_per_group=base)
    net.conv1, net.maxpool, net.layer4, net.fc = conv(3, 64, 3), nn.Identity(), nn.Identity(), nn.Linear(1024, num_classes)
    return net


def small_densenet(depth, growth, num_classes=10):
    """Huang et al., CVPR 2017, DenseNet-BC for CIFAR."""
    from torchvision.models import DenseNet
    net = DenseNet(growth, [(depth - 4) // 6] * 3, 2 * growth, num_classes=num_classes)
    net.features.conv0 = conv(3, 2 * growth, 3)
    net.features.norm0 = net.features.relu0 = net.features.pool0 = nn.Identity()
    return net


def small_mobilenetv2(width, num_classes=10):
    """MobileNet v2 with stem and first reduction at stride 1."""
    from torchvision.models import mobilenet_v2
    net = mobilenet_v2(width_mult=width, num_classes=num_classes)
    net.features[0][0].stride = (1, 1)
    net.features[2].conv[1][0].stride = (1, 1)
    return net


def small_shufflenetv2(make, num_classes=10):
    """ShuffleNet v2 with a stem of stride 1 and without its pooling."""
    net = make(num_classes=num_classes)
    net.conv1[0].stride, net.maxpool = (1, 1), nn.Identity()
    return net


def regnet(depths, widths, group, se_ratio=None, num_classes=1000):
    """RegNet of widths and depths as pycls rounds them."""
    from torchvision.models.regnet import BlockParams, RegNet
    return RegNet(BlockParams(depths, widths, [group] * 4, [1.0] * 4, [2] * 4, se_ratio), num_classes=num_classes)


def mobilenet(width=1.0, num_classes=1000):
    """Howard et al. 2017, Table 1."""
    rows = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
    channels = max(8, int(32 * width))
    parts = [unit(3, channels, 3, 2)]
    for after, stride in rows:
        after = max(8, int(after * width))
        parts += [unit(channels, channels, 3, stride, channels), unit(channels, after, 1)]
        channels = after
    return nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes))


class ShuffleUnit(nn.Module):
    """Zhang et al., CVPR 2018, Figure 2; its average pool counts only pixels of the image, as ours."""

    def __init__(self, before, after, stride, groups, is_first):
        super().__init__()
        self.stride, self.groups, inner = stride, groups, after // 4
        self.into = unit(before, inner, 1, 1, 1 if is_first else groups)
        self.depthwise = nn.Sequential(conv(inner, inner, 3, stride, inner), nn.BatchNorm2d(inner))
        last = after - before if stride > 1 else after
        self.out = nn.Sequential(conv(inner, last, 1, 1, groups), nn.BatchNorm2d(last))
        self.pool = nn.AvgPool2d(3, 2, 1, count_include_pad=False)

    def forward(self, x):
        y = self.into(x)
        images, channels, height, width = y.shape
        y = y.reshape(images, self.groups, channels // self.groups, height, width).transpose(1, 2).reshape(y.shape)
        y = self.out(self.depthwise(y))
        return torch.cat([self.pool(x), torch.relu(y)], 1) if self.stride > 1 else torch.relu(x + y)


def shufflenet(groups, width=1, num_classes=1000):
    """Zhang et al., CVPR 2018, Table 1."""
    channels, after = int(24 * width), int({1: 144, 2: 200, 3: 240, 4: 272, 8: 384}[groups] * width)
    parts = [unit(3, channels, 3, 2), nn.MaxPool2d(3, 2, 1)]
    for stage, units in enumerate((4, 8, 4)):
        for i in range(units):
            parts.append(ShuffleUnit(channels, after, 2 if i == 0 else 1, groups, stage == 0 and i == 0))
            channels = after
        after *= 2
    return nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes))


class Branches(nn.Module):
    """What several blocks make of one input, concatenated or summed."""

    def __init__(self, join, *branches):
        super().__init__()
        self.join, self.branches = join, nn.ModuleList(branches)

    def forward(self, x):
        values = [branch(x) for branch in self.branches]
        return torch.cat(values, 1) if self.join == "cat" else sum(values)


def inception(modules, filters, join, num_classes=10):
    """Modules of the shares of GoogLeNet's 3a in three stages, 32x32."""
    parts, before = [unit(3, filters, 3)], filters
    for stage in range(3):
        after = filters << stage
        if stage > 0:
            parts.append(nn.MaxPool2d(3, 2, 1))
        a, b, c, d = (after // 4, after // 2, after // 8, after // 8) if join == "cat" else (after,) * 4
        for _ in range(modules):
            parts.append(Branches(
                join, unit(before, a, 1), nn.Sequential(unit(before, after * 3 // 8, 1), unit(after * 3 // 8, b, 3)),
                nn.Sequential(unit(before, after // 16, 1), unit(after // 16, c, 5)), nn.Sequential(nn.MaxPool2d(3, 1, 1), unit(before, d, 1))))
            before = a + b + c + d if join == "cat" else after
    return nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(before, num_classes))


def conv_pool(blocks, growth, num_classes=10):
    """A 3x3 beside a 2x2 max pool of the same input with zeros right of it and below, concatenated; 32x32."""
    parts, channels = [unit(3, 2 * growth, 3)], 2 * growth
    for stage in range(3):
        for i in range(blocks):
            stride = 2 if stage > 0 and i == 0 else 1
            pool = nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), nn.MaxPool2d(2, 1)) if stride == 1 else nn.MaxPool2d(2, 2)
            parts.append(Branches("cat", unit(channels, growth << stage, 3, stride), pool))
            channels += growth << stage
    return nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes))
