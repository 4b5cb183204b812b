"""What the mask network learns from: batches of photos, of composites and of rendered scenes.

A composite is a photo's subject, or an emoji, laid on another ground, where the edge is known exactly and the ground
cannot tell. A batch has one shape, that of a photo of some size; the photos in it are those whose own shape is like it,
so that most of them are seen whole, as they will be.
"""
import glob

import numpy as np
import torch
import torch.nn.functional as F

from augment import jitter

# The square roots of a batch's area, how often each comes, and its shapes (width over height).
AREAS, OFTEN = (128, 160, 192, 224), (.1, .25, .35, .3)
SHAPES = (1, 1.33, 1.5, 1.5, .7)
# Pixels of a batch, in pictures of 128 x 128, and what part of them are composites and scenes.
PICTURES, COMPOSITES, SCENES = 24, .32, .25
CELL = 16
# How many windows are looked at for each that is a composite's ground.
TRIES = 6
# How grey a mask may be, for its area, to teach; and to be a composite's subject.
UNSURE, SURE = .4, .2


def windows(extent, width, height, side, room=0., low=.6):
    """Windows of n pictures as sampling grids: nearly half of them the whole, the rest a part, turned a little.

    extent [n, 2]: width and height of what is seen whole, in pixels of the array of `side` x `side` in whose middle it
    lies; room: how far beyond it a window may be shifted, in halves of that side -> [n, height, width, 2]
    """
    n = len(extent)
    part = torch.rand(n) < .55
    scale = torch.where(part, low + (1 - low) * torch.rand(n), torch.ones(n))
    angle = torch.where(part, (torch.rand(n) - .5) * .3, torch.zeros(n))
    flip = (torch.rand(n) < .5).float() * 2 - 1
    step = extent.float() / torch.tensor([width, height])
    # A stretch of a quarter at most makes the picture's shape that of the batch.
    shape = (step[:, 0] / step[:, 1]).clamp(.8, 1.25) * (1 + (torch.rand(n) - .5) * .2 * part)
    size = (step[:, 0] * step[:, 1]).sqrt() * scale
    across, down = size * shape.sqrt() * width / side, size / shape.sqrt() * height / side
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = angle.cos() * across * flip, -angle.sin() * down
    theta[:, 1, 0], theta[:, 1, 1] = angle.sin() * across * flip, angle.cos() * down
    for axis, seen in enumerate((across, down)):
        slack = (extent[:, axis] / side - seen).clamp_min(0) + room
        theta[:, axis, 2] = (torch.rand(n) * 2 - 1) * slack
    return F.affine_grid(theta, (n, 4, height, width), align_corners=False)


def sample(pictures, grid, padding='border'):
    """Pictures at a grid's places."""
    return F.grid_sample(pictures, grid, padding_mode=padding, align_corners=False)


def worn(pictures):
    """Some pictures blurred, sharpened, with noise, or with a coarser grid of pixels. In place."""
    for i, luck in enumerate(torch.rand(len(pictures)).tolist()):
        one = pictures[i:i + 1]
        if luck < .3:
            soft = F.avg_pool2d(one, 3, 1, 1, count_include_pad=False)
            # Photos of full size, shrunk to what the network sees, are sharper than these photos enlarged.
            pictures[i] = (soft if luck < .1 else one + (one - soft) * (6 * luck - .4))[0]
        elif luck < .38:
            small = F.interpolate(one, scale_factor=.5, mode='area')
            pictures[i] = F.interpolate(small, size=one.shape[2:], mode='bilinear', align_corners=False)[0]
        elif luck < .5:
            pictures[i] += torch.randn_like(pictures[i]) * .03
    return pictures.clamp_(0, 1)


class Lessons:
    """Batches from WORK/mask.npz (mask_data.py) and WORK/scenes-*.npy (npm run scenes)."""

    def __init__(self, work):
        data = np.load(work + '/mask.npz')
        self.photos, self.sizes, self.emoji, ground = (data[k] for k in ('photos', 'sizes', 'emoji', 'ground'))
        self.held = data['held']
        # Red, green, blue and what lies there; files may have shapes of their own, and each is as likely as another.
        self.scenes = [np.load(f, mmap_mode='r')[..., [0, 1, 2, 5]] for f in sorted(glob.glob(work + '/scenes-*.npy'))]
        kept = np.ones(len(self.photos), bool)
        kept[self.held] = kept[data['copies']] = False
        known = kept & self.known()
        self.train, self.grounds = np.flatnonzero(known), np.flatnonzero(known & ground)
        self.free_emoji = np.setdiff1d(np.arange(len(self.emoji)), data['held_emoji'])
        self.subjects = np.flatnonzero(kept & ~ground & self.known(SURE) & self.whole_subjects())
        # A photo in which no subject was found may be full of it.
        self.beside = self.train[self.photos[self.train, 3].mean((1, 2)) > .05 * 255]
        shape = np.log(self.sizes[self.train, 0] / self.sizes[self.train, 1])
        near = np.abs(shape[:, None] - np.log(SHAPES)) < .22
        self.shaped = [self.train[near[:, k]] for k in range(len(SHAPES))]

    def known(self, grey_at_most=UNSURE):
        """Photos whose mask is nearly black and white. -> [N] bool"""
        subject = self.photos[:, 3]
        grey = np.minimum(subject, 255 - subject).mean((1, 2))
        return grey < grey_at_most * np.maximum(subject.mean((1, 2)), .255)

    def whole_subjects(self):
        """Photos whose subject covers enough and is not cut by the photo's border, except below. -> [N] bool"""
        subject = self.photos[:, 3] > 127
        share = subject.mean((1, 2))
        cut = np.maximum.reduce([subject[:, 0].mean(1), subject[:, :, 0].mean(1), subject[:, :, -1].mean(1)])
        return (share > .04) & (share < .7) & (cut < .06)

    def some(self, indices, source=None):
        """Photos, or of another source. -> [n, 4, S, S] in 0..1"""
        source = self.photos if source is None else source
        return torch.from_numpy(source[indices]).float() / 255

    def seen(self, indices, width, height, **how):
        """Windows of photos. -> [n, 4, height, width]"""
        pictures = self.some(indices)
        extent = torch.from_numpy(self.sizes[indices])
        return sample(pictures, windows(extent, width, height, pictures.shape[-1], **how))

    def bare(self, pool, n, width, height):
        """Windows of photos with little of a subject in them. -> [n, 4, height, width]"""
        seen = self.seen(np.random.choice(pool, TRIES * n), width, height, low=.3)
        return seen[seen[:, 3].mean((1, 2)).argsort()[:n]]

    def composites(self, n, width, height):
        """Subjects on other grounds. -> pictures [n, 3, height, width], masks [n, 1, height, width]"""
        flat = n // 3
        front = torch.cat([self.some(np.random.choice(self.subjects, n - flat)),
                           self.some(np.random.choice(self.free_emoji, flat), self.emoji)])
        side = front.shape[-1]
        scale, flip = .75 + 1.15 * torch.rand(n), (torch.rand(n) < .5).float() * 2 - 1
        angle, stretch = (torch.rand(n) - .5) * .4, 1 + (torch.rand(n) - .5) * .3
        longest = max(width, height)
        across, down = scale * stretch * width / longest, scale / stretch * height / longest
        theta = torch.zeros(n, 2, 3)
        theta[:, 0, 0], theta[:, 0, 1] = angle.cos() * across * flip, -angle.sin() * down
        theta[:, 1, 0], theta[:, 1, 1] = angle.sin() * across * flip, angle.cos() * down
        theta[:, :, 2] = (torch.rand(n, 2) * 2 - 1) * ((1 - scale).abs()[:, None] + .15)
        front = sample(front, F.affine_grid(theta, (n, 4, height, width), align_corners=False), 'zeros')
        colour, alpha = jitter(front[:, :3]), front[:, 3:]
        # Half of the grounds are pictures of no kind, often plain.
        back = torch.cat([self.bare(pool, count, width, height)
                          for pool, count in ((self.grounds, n // 2), (self.beside, n - n // 2))])
        plain = (torch.rand(n, 1, 1, 1) < .1).float()
        ground = plain * torch.rand(n, 3, 1, 1) + (1 - plain) * jitter(back[:, :3])
        masks = torch.maximum(alpha, (1 - plain) * back[:, 3:])
        return colour * alpha + ground * (1 - alpha), masks

    def rendered(self, n, width, height):
        """Rendered scenes, whose things are the subject. -> pictures [n, 3, height, width], masks [n, 1, ...]"""
        scenes = self.scenes[np.random.randint(len(self.scenes))]
        scenes = scenes[np.random.choice(len(scenes), n)].transpose(0, 3, 1, 2)
        layers = torch.from_numpy(np.concatenate([scenes[:, :3], 255 * (scenes[:, 3:] >= 2)], 1)).float() / 255
        high, wide = layers.shape[2:]
        side = max(high, wide)
        across, down = (side - wide) // 2, (side - high) // 2
        layers = F.pad(layers, (across, side - wide - across, down, side - high - down), mode='replicate')
        layers = sample(layers, windows(torch.tensor([[wide, high]]).expand(n, 2), width, height, side))
        return jitter(layers[:, :3]), layers[:, 3:]

    def batch(self):
        """-> pictures [n, 3, H, W], masks [n, 1, H, W], of one shape by chance"""
        kind, area = np.random.randint(len(SHAPES)), np.random.choice(AREAS, p=OFTEN)
        width, height = (CELL * round(area * SHAPES[kind] ** way / CELL) for way in (.5, -.5))
        n = round(PICTURES * 128 * 128 / (width * height))
        made, drawn = round(n * COMPOSITES), round(n * SCENES) if len(self.scenes) else 0
        photos = self.seen(np.random.choice(self.shaped[kind], n - made - drawn), width, height, low=.4)
        parts = [(torch.where(torch.rand(len(photos), 1, 1, 1) < .7, jitter(photos[:, :3]), photos[:, :3]),
                  photos[:, 3:]),
                 self.composites(made, width, height)]
        if drawn:
            parts.append(self.rendered(drawn, width, height))
        pictures, masks = (torch.cat(some) for some in zip(*parts))
        return worn(pictures), masks
