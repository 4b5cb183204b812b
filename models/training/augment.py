"""What happens to a picture and its drawing before the encoder sees them.

Both get the same random similarity; the drawing also a small elastic warp, for no one draws exactly, and half the time
whole regions wiped out, for no one draws everything. A crop of each is taken, the two **shifted against each other by a
random whole number of 16-pixel cells**: otherwise the network reads a place's position off its zero padding, which
matches places perfectly, and learns nothing.
"""
import numpy as np
import torch
import torch.nn.functional as F

# Pixels across what the encoder sees, and across a place of its coarser map.
CROP = 112
CELL = 16


def rand(*shape, device):
    """Uniform in 0..1."""
    return torch.rand(*shape, device=device)


def between(n, low, high, device):
    """n numbers between two. -> [n, 1, 1, 1]"""
    return low + (high - low) * torch.rand(n, 1, 1, 1, device=device)


def similarity(n, side, device):
    """Random rotations, scales, flips and shifts, as sampling grids. -> [n, side, side, 2]"""
    angle = (rand(n, device=device) - .5) * .3
    scale = .65 + .43 * rand(n, device=device)
    flip = (rand(n, device=device) < .5).float() * 2 - 1
    room = 1.6 * (1 - scale).clamp_min(0)
    theta = torch.zeros(n, 2, 3, device=device)
    theta[:, 0, 0] = angle.cos() * scale * flip
    theta[:, 0, 1] = -angle.sin() * scale
    theta[:, 0, 2] = (rand(n, device=device) - .5) * room
    theta[:, 1, 0] = angle.sin() * scale * flip
    theta[:, 1, 1] = angle.cos() * scale
    theta[:, 1, 2] = (rand(n, device=device) - .5) * room
    return F.affine_grid(theta, (n, 3, side, side), align_corners=False)


def warp(pictures, ink):
    """One random similarity for both; for the ink also elastic warp, wiped regions and a fainter pen.

    pictures [n, 3, S, S] or None, ink [n, 1, S, S], all in 0..1 -> the same shapes
    """
    n, side, device = len(ink), ink.shape[-1], ink.device
    grid = similarity(n, side, device)
    # At most six pixels at a corner of the coarse grid, three on the average.
    shifts = (rand(n, 2, 5, 5, device=device) - .5) * rand(n, 1, 1, 1, device=device) * 12 / side
    bend = F.interpolate(shifts, (side, side), mode='bilinear', align_corners=True).permute(0, 2, 3, 1)
    ink = F.grid_sample(ink, grid + bend, align_corners=False)
    noise = F.interpolate(rand(n, 1, 7, 7, device=device), (side, side), mode='bilinear', align_corners=False)
    wiped = torch.sigmoid((noise - between(n, .1, .55, device)) * 40)
    whole = (rand(n, 1, 1, 1, device=device) < .5).float()
    if pictures is not None:
        pictures = F.grid_sample(pictures, grid, align_corners=False, padding_mode='border')
    return pictures, ink * (whole + (1 - whole) * wiped) * between(n, .7, 1, device)


def jitter(pictures):
    """Random brightness, contrast and saturation. [n, 3, H, W] in 0..1 -> the same"""
    n, device = len(pictures), pictures.device
    brightness = between(n, .65, 1.35, device)
    contrast = between(n, .7, 1.3, device)
    saturation = between(n, 0, 1.3, device)
    mean, grey = pictures.mean((2, 3), keepdim=True), pictures.mean(1, keepdim=True)
    coloured = ((pictures - mean) * contrast + mean) * brightness * saturation
    return (coloured + grey * brightness * (1 - saturation)).clamp(0, 1)


def grounds(n, photos, train, device):
    """What a cut-out stands on: white six times in ten, a plain colour twice, another photo twice.

    photos [N, 3, S, S] uint8, of which those in `train` may be used -> [n, 3, S, S] in 0..1
    """
    side = photos.shape[-1]
    ground = torch.ones(n, 3, side, side, device=device)
    luck = np.random.rand(n)
    for j in range(n):
        if luck[j] > .8:
            ground[j] = torch.from_numpy(photos[np.random.choice(train)]).to(device).float() / 255
        elif luck[j] > .6:
            ground[j] = rand(3, 1, 1, device=device)
    return ground


def crop(pictures, row, column):
    """The CROP x CROP pixels from a cell on."""
    return pictures[:, :, CELL * row:CELL * row + CROP, CELL * column:CELL * column + CROP]
