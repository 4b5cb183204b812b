"""What the depth network learns from: batches of rendered scenes, made to look more like photos.

A scene keeps its geometry and its light; half of its surfaces get pictures for a skin, cut from photos, where their
texture coordinates say. Subjects of photos stand in it too, as reliefs: upright where their feet meet the floor, bulging
as their outline lets them (Poisson's equation, as in main/vision/relief.ts), hidden by what is nearer.
"""
import glob

import numpy as np
import torch
import torch.nn.functional as F

from augment import jitter

SHAPES = ((112, 80), (80, 112), (96, 96), (112, 112))
SKIN, STANDS = .55, .45
# Poisson's equation is solved this small, in so many rounds of Jacobi's method.
SOLVED, ROUNDS = 36, 300


def unpacked(scenes):
    """[n, S, S, 9] bytes of generate.ts -> pictures [n, 3, S, S], inverse depth [n, 1, S, S], what, lit, places"""
    near = scenes[..., 3].astype(np.float32) * 256 + scenes[..., 4]
    pictures = torch.from_numpy(np.ascontiguousarray(scenes[..., :3].transpose(0, 3, 1, 2))).float() / 255
    return pictures, torch.from_numpy(near / 65535)[:, None], scenes[..., 5], scenes[..., 6], scenes[..., 7:9]


def thickness(masks):
    """Half thickness of bodies of these outlines, as a share of the picture's side. [n, S, S] bytes -> [n, T, T]"""
    small = F.interpolate(torch.from_numpy(masks)[:, None].float() / 255, (SOLVED, SOLVED), mode='area')
    inside = (small > .5).float()
    u = torch.zeros_like(inside)
    for _ in range(ROUNDS):
        edge = F.pad(u, (1, 1, 1, 1), mode='replicate')
        around = edge[:, :, 1:-1, :-2] + edge[:, :, 1:-1, 2:] + edge[:, :, :-2, 1:-1] + edge[:, :, 2:, 1:-1]
        u = inside * (around + 4) / 4
    return (u.sqrt() / SOLVED)[:, 0]


class Lessons:
    """Batches from WORK/scenes-*.npy (npm run scenes) and WORK/mask.npz (mask_data.py)."""

    def __init__(self, work):
        self.work = work
        self.look_again()
        data = np.load(work + '/mask.npz')
        kept = np.ones(len(data['photos']), bool)
        kept[data['held']] = kept[data['copies']] = False
        self.photos = data['photos']
        self.skins = np.flatnonzero(kept)
        share = (self.photos[:, 3] > 127).mean((1, 2))
        self.subjects = np.flatnonzero(kept & ~data['ground'] & (share > .05) & (share < .6))[::2]
        self.bulge = torch.cat([thickness(self.photos[some, 3]) for some in np.array_split(self.subjects, 20)]).half()

    def look_again(self):
        """Takes in all scenes that are there: more may be rendered while the first ones teach."""
        self.scenes = [np.load(f, mmap_mode='r') for f in sorted(glob.glob(self.work + '/scenes-*.npy'))]
        self.ends = np.cumsum([len(some) for some in self.scenes])

    def some_scenes(self, n):
        """n scenes by chance. -> [n, S, S, 9]"""
        chosen = np.random.randint(self.ends[-1], size=n)
        files = np.searchsorted(self.ends, chosen, side='right')
        return np.stack([self.scenes[f][i - self.ends[f]] for f, i in zip(files, chosen)])

    def reskin(self, picture, what, lit, place):
        """One scene with photos on some of its surfaces. picture [3, S, S]"""
        for surface in np.unique(what):
            if np.random.rand() > SKIN:
                continue
            here = what == surface
            photo = self.photos[np.random.choice(self.skins), :3]
            if surface == 0:
                top, left = np.random.randint(0, photo.shape[1] - 40, 2)
                patch = torch.from_numpy(photo[:, top:top + 90, left:]).float()[None] / 255
                skin = F.interpolate(patch, picture.shape[1:], mode='bilinear', align_corners=False)[0]
                picture[:, here] = skin[:, here]
                continue
            zoom = np.random.uniform(.25, 1.2)
            side = photo.shape[1]
            # Mirrored repeats, so that a skin has no seams.
            fold = lambda t: side - 1 - np.abs((t % (2 * side)) - side + .5).astype(int)
            u, v = (fold(place[here][:, k] * zoom * side / 128.).clip(0, side - 1) for k in (0, 1))
            albedo = torch.from_numpy(photo[:, v, u]).float() / 255
            light = torch.from_numpy(lit[here].astype(np.float32) / 64)
            picture[:, here] = (albedo * light.clamp(.03, 3).pow(1 / 2.2) * .95).clamp(0, 1)
        return picture

    def stand(self, picture, near):
        """A photo's subject put into a scene, in place. picture [3, S, S], near [1, S, S]"""
        side = picture.shape[1]
        which = np.random.randint(len(self.subjects))
        photo = torch.from_numpy(self.photos[self.subjects[which]]).float()[None] / 255
        scale, flip = np.random.uniform(.9, 2.2), np.random.choice([-1., 1.])
        alpha = photo[0, 3]
        rows = torch.nonzero(alpha.amax(1) > .5)
        foot = rows[-1].item() / alpha.shape[0] * 2 - 1
        to = np.random.uniform(-.2, 1.15)
        theta = torch.tensor([[[scale * flip, 0, np.random.uniform(-.7, .7)], [0, scale, foot - scale * to]]]).float()
        grid = F.affine_grid(theta, (1, 4, side, side), align_corners=False)
        put = F.grid_sample(photo, grid, align_corners=False)[0]
        bulge = F.grid_sample(self.bulge[which].float()[None, None], grid, align_corners=False)[0] / scale
        row = min(side - 1, max(0, int((to + 1) / 2 * side)))
        across = put[3].amax(0) > .5
        if not across.any():
            return
        base = near[0, row][across].median() * (1.15 if to > 1 else 1)
        if base < .02:
            return
        front = base / (1 - (bulge / 1.1).clamp(0, .6))
        alpha = put[3:] * (front >= near - .02)
        near += (alpha > .5) * (front - near)
        picture += alpha * (jitter(put[None, :3])[0] - picture)

    def batch(self, n):
        """-> pictures [n, 3, H, W], inverse depth [n, 1, H/2, W/2], of one shape by chance"""
        pictures, near, what, lit, place = unpacked(self.some_scenes(n))
        for i in range(n):
            self.reskin(pictures[i], what[i], lit[i], place[i])
            while np.random.rand() < STANDS:
                self.stand(pictures[i], near[i])
        height, width = SHAPES[np.random.randint(len(SHAPES))]
        grid = crops(n, height, width)
        pictures = F.grid_sample(jitter(pictures), grid, padding_mode='border', align_corners=False)
        near = F.grid_sample(near, grid, padding_mode='border', align_corners=False, mode='nearest')
        return worn(pictures), F.avg_pool2d(near, 2)


def crops(n, height, width):
    """Windows of scenes as sampling grids: most of the picture, a little turned, perhaps mirrored."""
    size = .72 + .28 * torch.rand(n)
    angle = (torch.rand(n) - .5) * .12
    flip = (torch.rand(n) < .5).float() * 2 - 1
    across, down = min(1, width / height), min(1, height / width)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = size * across * flip * angle.cos(), -size * down * angle.sin()
    theta[:, 1, 0], theta[:, 1, 1] = size * across * flip * angle.sin(), size * down * angle.cos()
    theta[:, 0, 2] = (torch.rand(n) * 2 - 1) * (1 - size * across)
    theta[:, 1, 2] = (torch.rand(n) * 2 - 1) * (1 - size * down)
    return F.affine_grid(theta, (n, 1, height, width), align_corners=False)


def worn(pictures):
    """Some pictures blurred, some with noise."""
    for i, luck in enumerate(torch.rand(len(pictures)).tolist()):
        if luck < .2:
            pictures[i] = F.avg_pool2d(pictures[i], 3, 1, 1, count_include_pad=False)
        elif luck < .45:
            pictures[i] += torch.randn_like(pictures[i]) * .03
    return pictures.clamp_(0, 1)
