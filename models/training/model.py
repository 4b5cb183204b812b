"""The built-in encoder: one small network that sees a photo and its line drawing alike.

A plain residual network, because that is what runs fastest forwards and backwards on any ONNX Runtime provider, with a
pooling head whose attention says where it looked. It publishes two maps of places, for the geometric term of the
objective, and an embedding, for the semantic one.

    pixels    [N, 3, S, S] in 0..1, S a multiple of 16
    detail    [N, 64, S/8, S/8]      what is drawn at this place, finely
    layout    [N, 96, S/16, S/16]    the same, coarsely
    embedding [N, 128]               what the whole is
    saliency  [N, 1, S/16, S/16]     where the embedding looked: the mean of the pooling heads, which sums to 1
"""
import torch
from torch import nn

# The mean and deviation of a photo's channels, as CLIP's preprocessing has them (Radford et al. 2021).
MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)

DETAIL_CHANNELS = 64
LAYOUT_CHANNELS = 96
EMBEDDING_SIZE = 128


def conv_bn(channels_in, channels_out, stride=1, relu=True):
    """A 3x3 convolution and its batch norm, with or without a ReLU. [N, in, H, W] -> [N, out, H/stride, W/stride]"""
    layers = [nn.Conv2d(channels_in, channels_out, 3, stride, 1, bias=False), nn.BatchNorm2d(channels_out)]
    return nn.Sequential(*layers, nn.ReLU(inplace=True)) if relu else nn.Sequential(*layers)


class Block(nn.Module):
    """A residual block of two convolutions; the way past them pools before it projects (He et al. 2019, ResNet-D)."""

    def __init__(self, channels_in, channels_out, stride=1):
        super().__init__()
        self.a = conv_bn(channels_in, channels_out, stride)
        self.b = conv_bn(channels_out, channels_out, relu=False)
        if channels_in == channels_out and stride == 1:
            self.k = nn.Identity()
        else:
            pool = [nn.AvgPool2d(2)] if stride == 2 else []
            projection = nn.Conv2d(channels_in, channels_out, 1, bias=False)
            self.k = nn.Sequential(*pool, projection, nn.BatchNorm2d(channels_out))
        self.r = nn.ReLU(inplace=True)

    def forward(self, x):
        """[N, in, H, W] -> [N, out, H/stride, W/stride]"""
        return self.r(self.b(self.a(x)) + self.k(x))


class Pocket(nn.Module):
    """The encoder. `cls` is a head from an earlier round of training; it is kept so that old weights load."""

    def __init__(self, widths=(24, 48, 96, 176), dim=EMBEDDING_SIZE, classes=102, heads=4):
        super().__init__()
        self.heads = heads
        self.register_buffer('mean', torch.tensor(MEAN).view(1, 3, 1, 1))
        self.register_buffer('std', torch.tensor(STD).view(1, 3, 1, 1))
        self.stem = nn.Sequential(conv_bn(3, widths[0], 2), conv_bn(widths[0], widths[0]))
        self.l1 = nn.Sequential(Block(widths[0], widths[1], 2))
        self.l2 = nn.Sequential(Block(widths[1], widths[2], 2), Block(widths[2], widths[2]))
        self.l3 = nn.Sequential(Block(widths[2], widths[3], 2), Block(widths[3], widths[3]))
        self.d2 = nn.Conv2d(widths[2], DETAIL_CHANNELS, 1)
        self.d3 = nn.Conv2d(widths[3], LAYOUT_CHANNELS, 1)
        self.att = nn.Conv2d(widths[3], heads, 1)
        self.fc = nn.Linear(widths[3] * heads, dim)
        self.cls = nn.Linear(dim, classes)

    def forward(self, pixels):
        """pixels [N, 3, S, S] in 0..1 -> detail, layout, embedding, saliency, shaped as this file's header says."""
        fine = self.l2(self.l1(self.stem((pixels - self.mean) / self.std)))
        coarse = self.l3(fine)
        n, _, h, w = coarse.shape
        attention = self.att(coarse).flatten(2).softmax(-1)
        pooled = torch.bmm(attention, coarse.flatten(2).transpose(1, 2)).flatten(1)
        return self.d2(fine), self.d3(coarse), self.fc(pooled), attention.mean(1).view(n, 1, h, w)
