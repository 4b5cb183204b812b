"""What the mask network learns from: batches of photos, of composites and of rendered scenes.

A composite is a photo's subject, or an emoji, laid on another ground, where the edge is known exactly and the ground
cannot tell. Most grounds are windows beside a photo's own subject, so that what is laid on them is the only one. Some
subjects have holes that show the ground, for the masks of the photos, made by a network, close them. A batch has one
shape, that of a photo of some size; the photos in it are those whose own shape is like it, so that most of them are
seen whole, as they will be.
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
PICTURES, COMPOSITES, SCENES = 24, .38, .25
CELL = 16
# Windows that serve as grounds: their sides as shares of the photo's, how much of a subject they may have, how many are
# tried of each, and how far they may be stretched.
SIDES, OWN, PLACES, STRETCH = (.9, .75, .6, .5, .4), .01, 20, 1.25
# How often a composite's subject gets a hole, and an emoji is one of those that have some of their own; how large these
# holes are at least, as a share of what is there of the emoji.
HOLED, RINGS, HOLE = .3, .35, .05
# How grey a mask may be, for its area, to teach; and to be a composite's subject.
UNSURE, SURE = .4, .2


def windows(extent, width, height, side, low=.6):
    """Windows of n pictures as affine maps: nearly half of them the whole, the rest a part, turned a little.

    extent [n, 2]: width and height of what is seen whole, in pixels of the array of `side` x `side` in whose middle it
    lies; low: the least part, as a share of its sides -> [n, 2, 3]
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
        slack = (extent[:, axis] / side - seen).clamp_min(0)
        theta[:, axis, 2] = (torch.rand(n) * 2 - 1) * slack
    return theta


def sample(pictures, theta, width, height, padding='border'):
    """Pictures seen through affine maps [n, 2, 3]. -> [n, 4, height, width]"""
    grid = F.affine_grid(theta, (len(theta), 1, height, width), align_corners=False)
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


def pierced(alpha):
    """Some subjects with a hole: an ellipse is gone, or all but the rim. alpha [n, 1, H, W] -> the same"""
    n, _, height, width = alpha.shape
    longest = max(height, width)
    rim = 2 * np.random.randint(longest // 32, longest // 10) + 1
    inside = (F.avg_pool2d(alpha, rim, 1, rim // 2) - .92).clamp_min(0) / .08
    x, y = torch.linspace(-1, 1, width), torch.linspace(-1, 1, height)[:, None]
    middle = torch.multinomial(inside.flatten(1) + 1e-6, 1).view(n, 1, 1, 1)
    size = (alpha.mean((1, 2, 3), keepdim=True).sqrt() * (.2 + .8 * torch.rand(n, 1, 1, 1))).clamp_min(.05)
    lean = .6 + .8 * torch.rand(n, 1, 1, 1)
    away = ((x - x[middle % width]) / size / lean) ** 2 + ((y - y[middle // width, 0]) / size * lean) ** 2
    hole = torch.where(torch.rand(n, 1, 1, 1) < .5, inside, (8 * (1 - away)).clamp(0, 1))
    return torch.where(torch.rand(n, 1, 1, 1) < HOLED, alpha * (1 - hole), alpha)


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
        self.train = np.flatnonzero(known)
        self.free_emoji = np.setdiff1d(np.arange(len(self.emoji)), data['held_emoji'])
        self.rings = self.free_emoji[data['holes'][self.free_emoji] > HOLE]
        self.subjects = np.flatnonzero(kept & ~ground & self.known(SURE) & self.whole_subjects())
        # A photo in which no subject was found may be full of it.
        self.beside = self.train[self.photos[self.train, 3].mean((1, 2)) > .05 * 255]
        self.empty_grounds, self.empty_beside = self.empty(np.flatnonzero(known & ground)), self.empty(self.beside)
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

    def empty(self, indices):
        """For each photo that has any, the largest window with next to no subject. -> [M, 5]: photo, x, y, w, h"""
        found, random = [], np.random.default_rng(5)
        for i in indices:
            size = self.sizes[i]
            corner = (self.photos.shape[-1] - size) // 2
            sums = np.pad(self.photos[i, 3] / 255., ((1, 0), (1, 0))).cumsum(0).cumsum(1)
            for share in SIDES:
                wide, high = (share * size).astype(int)
                x, y = (c + random.integers(0, n - w + 1, PLACES) for c, n, w in zip(corner, size, (wide, high)))
                own = sums[y + high, x + wide] - sums[y, x + wide] - sums[y + high, x] + sums[y, x]
                if own.min() <= OWN * wide * high:
                    found.append((i, x[own.argmin()], y[own.argmin()], wide, high))
                    break
        return np.array(found)

    def some(self, indices, source=None):
        """Photos, or of another source. -> [n, 4, S, S] in 0..1"""
        source = self.photos if source is None else source
        return torch.from_numpy(source[indices]).float() / 255

    def seen(self, indices, width, height, **how):
        """Windows of photos. -> [n, 4, height, width]"""
        pictures = self.some(indices)
        extent = torch.from_numpy(self.sizes[indices])
        return sample(pictures, windows(extent, width, height, pictures.shape[-1], **how), width, height)

    def bare(self, pool, n, width, height):
        """Windows of photos with next to nothing of their subject in them. -> [n, 4, height, width]"""
        photo, left, top, wide, high = pool[np.random.randint(len(pool), size=n)].T
        side, shape = self.photos.shape[-1], width / height
        wide, high = np.minimum(wide, high * shape * STRETCH), np.minimum(high, wide / shape * STRETCH)
        flip = np.random.choice([-1, 1], n)
        theta = torch.zeros(n, 2, 3)
        for axis, start, seen, turned in ((0, left, wide, flip), (1, top, high, 1)):
            theta[:, axis, axis] = torch.from_numpy(seen / side * turned)
            theta[:, axis, 2] = torch.from_numpy((2 * start + seen) / side - 1)
        return sample(self.some(photo), theta, width, height)

    def composites(self, n, width, height):
        """Subjects on other grounds. -> pictures [n, 3, height, width], masks [n, 1, height, width]"""
        flat = n // 3
        emoji = np.where(np.random.rand(flat) < RINGS, np.random.choice(self.rings, flat),
                         np.random.choice(self.free_emoji, flat))
        front = torch.cat([self.some(np.random.choice(self.subjects, n - flat)),
                           self.some(emoji, self.emoji)])
        side = front.shape[-1]
        scale, flip = .75 + 1.15 * torch.rand(n), (torch.rand(n) < .5).float() * 2 - 1
        angle, stretch = (torch.rand(n) - .5) * .4, 1 + (torch.rand(n) - .5) * .3
        longest = max(width, height)
        across, down = scale * stretch * width / longest, scale / stretch * height / longest
        theta = torch.zeros(n, 2, 3)
        theta[:, 0, 0], theta[:, 0, 1] = angle.cos() * across * flip, -angle.sin() * down
        theta[:, 1, 0], theta[:, 1, 1] = angle.sin() * across * flip, angle.cos() * down
        theta[:, :, 2] = (torch.rand(n, 2) * 2 - 1) * ((1 - scale).abs()[:, None] + .15)
        front = sample(front, theta, width, height, 'zeros')
        colour, alpha = jitter(front[:, :3]), pierced(front[:, 3:])
        # Some of the grounds have a subject too, a third are pictures of no kind, often plain.
        two, third, rest = np.random.multinomial(n, (1 / 6, 1 / 3, 1 / 2))
        some = [self.bare(pool, count, width, height)
                for pool, count in ((self.empty_grounds, third), (self.empty_beside, rest)) if count]
        if two:
            some.append(self.seen(np.random.choice(self.beside, two), width, height))
        back = torch.cat(some)[torch.randperm(n)]
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
        layers = sample(layers, windows(torch.tensor([[wide, high]]).expand(n, 2), width, height, side), width, height)
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
