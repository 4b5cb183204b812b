"""The depth network: the built-in encoder's trunk, and a light decoder that says how near each place is.

pixels [N,3,H,W] in 0..1 (H and W multiples of 16) -> depth [N,1,H/2,W/2], relative inverse depth, larger is nearer

Only its order and its proportions mean something: it is known up to a scale and a shift. The decoder is a feature pyramid
(Lin et al., CVPR 2017). At the coarsest level it is also told how far down the picture a place lies, for floors come
nearer downwards, and what the whole picture is (its mean), for a view from above has no horizon.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

from model import Pocket, conv_bn

TRUNK = (24, 48, 96, 176)
DECODER = (20, 28, 40, 64)


class DepthNet(nn.Module):
    def __init__(self):
        super().__init__()
        encoder = Pocket()
        self.register_buffer('mean', encoder.mean)
        self.register_buffer('std', encoder.std)
        self.stem, self.l1, self.l2, self.l3 = encoder.stem, encoder.l1, encoder.l2, encoder.l3
        self.whole = nn.Linear(TRUNK[3], DECODER[3])
        self.down = nn.Conv2d(2, DECODER[3], 1)
        self.across = nn.ModuleList(nn.Conv2d(a, b, 1) for a, b in zip(TRUNK, DECODER))
        self.context = conv_bn(DECODER[3], DECODER[3])
        self.up = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in zip(DECODER, DECODER[1:]))
        self.mix = nn.ModuleList(conv_bn(c, c) for c in DECODER)
        self.near = nn.Conv2d(DECODER[0], 1, 1)

    def trunk(self):
        """The weights that the encoder had already."""
        return [p for part in (self.stem, self.l1, self.l2, self.l3) for p in part.parameters()]

    def forward(self, pixels):
        maps = [self.stem((pixels - self.mean) / self.std)]
        for level in (self.l1, self.l2, self.l3):
            maps.append(level(maps[-1]))
        # Rows counted by a running sum of ones, so that an export needs to know no shape.
        rows = torch.cumsum(maps[3][:, :1] * 0 + 1, 2)
        share = rows / rows.amax((2, 3), keepdim=True)
        places = self.down(torch.cat([share, share * share], 1))
        x = self.across[3](maps[3]) + places + self.whole(maps[3].mean((2, 3)))[:, :, None, None]
        x = self.mix[3](x + self.context(x))
        for k in (2, 1, 0):
            x = F.interpolate(self.up[k](x), scale_factor=2, mode='bilinear', align_corners=False)
            x = self.mix[k](x + self.across[k](maps[k]))
        return self.near(x)


def with_trunk(encoder_weights):
    """A depth network that starts from the encoder that train.py saved."""
    net = DepthNet()
    state = torch.load(encoder_weights, map_location='cpu')
    net.load_state_dict({k.removeprefix('net.'): v for k, v in state.items()
                         if k.startswith(('net.stem', 'net.l1', 'net.l2', 'net.l3'))}, strict=False)
    return net
