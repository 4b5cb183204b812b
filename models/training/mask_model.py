"""The mask network: the built-in encoder's trunk, and a light decoder that leads its knowledge back to the pixels.

pixels [N,3,H,W] in 0..1 (H and W multiples of 16) -> subject [N,1,H/2,W/2], the odds (logits) of being the subject

The decoder is a feature pyramid (Lin et al., CVPR 2017) with a word on the whole picture (its mean) at the coarsest
level.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

from model import Pocket, conv_bn

TRUNK = (24, 48, 96, 176)
DECODER = (16, 24, 32, 48)


class MaskNet(nn.Module):
    def __init__(self):
        super().__init__()
        encoder = Pocket()
        self.register_buffer('mean', encoder.mean)
        self.register_buffer('std', encoder.std)
        self.stem, self.l1, self.l2, self.l3 = encoder.stem, encoder.l1, encoder.l2, encoder.l3
        self.whole = nn.Linear(TRUNK[3], DECODER[3])
        self.across = nn.ModuleList(nn.Conv2d(a, b, 1) for a, b in zip(TRUNK, DECODER))
        self.up = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in zip(DECODER, DECODER[1:]))
        self.mix = nn.ModuleList(conv_bn(c, c) for c in DECODER)
        self.odds = nn.Conv2d(DECODER[0], 1, 1)

    def trunk(self):
        """The weights that the encoder had already."""
        return [p for part in (self.stem, self.l1, self.l2, self.l3) for p in part.parameters()]

    def forward(self, pixels):
        maps = [self.stem((pixels - self.mean) / self.std)]
        for level in (self.l1, self.l2, self.l3):
            maps.append(level(maps[-1]))
        whole = self.whole(maps[3].mean((2, 3)))
        x = self.mix[3](self.across[3](maps[3]) + whole[:, :, None, None])
        for k in (2, 1, 0):
            x = F.interpolate(self.up[k](x), scale_factor=2, mode='bilinear', align_corners=False)
            x = self.mix[k](x + self.across[k](maps[k]))
        return self.odds(x)


def with_trunk(encoder_weights):
    """A mask network that starts from the encoder that train.py saved."""
    net = MaskNet()
    state = torch.load(encoder_weights, map_location='cpu')
    net.load_state_dict({k.removeprefix('net.'): v for k, v in state.items()
                         if k.startswith(('net.stem', 'net.l1', 'net.l2', 'net.l3'))}, strict=False)
    return net
