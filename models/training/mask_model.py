"""The mask network: the built-in encoder's trunk, and a light decoder that leads its knowledge back to the pixels.

pixels [N,3,H,W] in 0..1 (H and W multiples of 16) -> subject [N,1,H/2,W/2], the odds (logits) of being the subject

At the coarsest level it looks far around (depthwise convolutions with holes; Chen et al. 2017), compares each place with
all others (attention; Vaswani et al. 2017), and is told a word on the whole picture (its mean). The way back is a feature
pyramid (Lin et al., CVPR 2017). While it is trained, every level of the pyramid answers by itself (deep supervision; Lee et
al. 2015).
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

from model import Pocket, conv_bn

TRUNK = (24, 48, 96, 176)
DECODER = (16, 24, 32, 48)
AROUND, HOLES, HEADS = 80, (1, 2, 3), 4


class Around(nn.Module):
    """A residual block that looks 2 * `hole` places to every side."""

    def __init__(self, hole):
        super().__init__()
        self.look = nn.Sequential(
            nn.Conv2d(AROUND, AROUND, 5, 1, 2 * hole, hole, AROUND, bias=False), nn.BatchNorm2d(AROUND), nn.ReLU(),
            nn.Conv2d(AROUND, AROUND, 1, bias=False), nn.BatchNorm2d(AROUND))

    def forward(self, x):
        """[N, AROUND, H, W] -> the same"""
        return F.relu(x + self.look(x))


class Compare(nn.Module):
    """A residual block in which every place looks at all others that are like it: what is like the ground is ground."""

    def __init__(self):
        super().__init__()
        self.ask = nn.Sequential(nn.Conv2d(AROUND, 3 * AROUND, 1, bias=False), nn.BatchNorm2d(3 * AROUND))
        self.tell = nothing(nn.Conv2d(AROUND, AROUND, 1))

    def forward(self, x):
        """[N, AROUND, H, W] -> the same"""
        n, _, height, width = x.shape
        asked, known, told = self.ask(x).view(n, 3, HEADS, AROUND // HEADS, height * width).unbind(1)
        like = (asked.transpose(2, 3) @ known * (AROUND // HEADS) ** -.5).softmax(3)
        return x + self.tell((told @ like.transpose(2, 3)).reshape(n, AROUND, height, width))


class Closer(nn.Module):
    """A residual block that looks at more neighbours than the convolution before it, at few weights."""

    def __init__(self, channels):
        super().__init__()
        self.look = nn.Sequential(
            nn.Conv2d(channels, channels, 5, 1, 2, 1, channels, bias=False), nn.BatchNorm2d(channels), nn.ReLU(),
            nothing(nn.Conv2d(channels, channels, 1)))

    def forward(self, x):
        """[N, channels, H, W] -> the same"""
        return x + self.look(x)


def nothing(layer):
    """The layer, begun so that it puts out zeros."""
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


class MaskNet(nn.Module):
    def __init__(self):
        super().__init__()
        encoder = Pocket()
        self.register_buffer('mean', encoder.mean)
        self.register_buffer('std', encoder.std)
        self.stem, self.l1, self.l2, self.l3 = encoder.stem, encoder.l1, encoder.l2, encoder.l3
        self.around = nn.Sequential(nn.Conv2d(TRUNK[3], AROUND, 1, bias=False), nn.BatchNorm2d(AROUND), nn.ReLU(),
                                    *(Around(hole) for hole in HOLES), nn.Conv2d(AROUND, DECODER[3], 1))
        self.compare = Compare()
        self.whole = nn.Linear(TRUNK[3], DECODER[3])
        self.across = nn.ModuleList(nn.Conv2d(a, b, 1) for a, b in zip(TRUNK, DECODER))
        self.up = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in zip(DECODER, DECODER[1:]))
        self.mix = nn.ModuleList(conv_bn(c, c) for c in DECODER)
        self.closer = nn.ModuleList(Closer(c) for c in DECODER[1:])
        self.odds = nn.ModuleList(nn.Conv2d(c, 1, 1) for c in DECODER)

    def trunk(self):
        """The weights that the encoder had already."""
        return [p for part in (self.stem, self.l1, self.l2, self.l3) for p in part.parameters()]

    def levels(self, pixels):
        """What every level of the pyramid says, the finest first: odds at H/2, H/4, H/8 and H/16."""
        maps = [self.stem((pixels - self.mean) / self.std)]
        for level in (self.l1, self.l2, self.l3):
            maps.append(level(maps[-1]))
        whole = self.whole(maps[3].mean((2, 3)))
        *looks, narrow = self.around
        x = maps[3]
        for look in looks:
            x = look(x)
        x = self.across[3](maps[3]) + narrow(self.compare(x)) + whole[:, :, None, None]
        x = self.closer[2](self.mix[3](x))
        said = [self.odds[3](x)]
        for k in (2, 1, 0):
            x = F.interpolate(self.up[k](x), scale_factor=2, mode='bilinear', align_corners=False)
            x = self.mix[k](x + self.across[k](maps[k]))
            if k:
                x = self.closer[k - 1](x)
            said.append(self.odds[k](x))
        return said[::-1]

    def forward(self, pixels):
        return self.levels(pixels)[0]


def started(weights):
    """A mask network that goes on from another's weights, or starts from the encoder that train.py saved."""
    net = MaskNet()
    state = torch.load(weights, map_location='cpu')
    if 'odds.0.weight' in state:
        net.load_state_dict(state, strict=False)
        return net
    net.load_state_dict({k.removeprefix('net.'): v for k, v in state.items()
                         if k.startswith(('net.stem', 'net.l1', 'net.l2', 'net.l3'))}, strict=False)
    return net
