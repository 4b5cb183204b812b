"""Trains the mask network.

    python3 train_mask.py WORK ENCODER.pt OUT.pt MINUTES

WORK holds mask.npz (mask_data.py). A batch is photos with U2NetP's masks, and composites: a photo's subject or an emoji
laid on another ground, where the edge is known exactly and the ground cannot tell. The time is the schedule (the
shipped weights: 19 minutes of one core). At the end, and at every save, it prints the mean IoU over the photos held
back.
"""
import math
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from augment import jitter
from mask_model import with_trunk

CROP = 128
PHOTOS, COMPOSITES = 16, 8
RATE, TRUNK_SHARE = 2e-3, .5
WARM_UP, SAVE_SECONDS, REPORT_EVERY = .04, 150, 100


def grids(n, low, high, room):
    """A random similarity and stretch for each of n pictures, as sampling grids; a scale above 1 shows it smaller.

    `room` is how far beyond the border a picture may be shifted, in halves of its side -> [n, CROP, CROP, 2]
    """
    angle, scale = (torch.rand(n) - .5) * .4, low + (high - low) * torch.rand(n)
    stretch, flip = 1 + (torch.rand(n) - .5) * .3, (torch.rand(n) < .5).float() * 2 - 1
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = angle.cos() * scale * flip * stretch, -angle.sin() * scale
    theta[:, 1, 0], theta[:, 1, 1] = angle.sin() * scale * flip, angle.cos() * scale / stretch
    slack = (1 - scale).abs()
    theta[:, :, 2] = (torch.rand(n, 2) - .5) * 2 * (slack[:, None] + room)
    return F.affine_grid(theta, (n, 4, CROP, CROP), align_corners=False)


def sample(pictures, grid, padding='border'):
    """Pictures at a grid's places."""
    return F.grid_sample(pictures, grid, padding_mode=padding, align_corners=False)


def worn(pictures):
    """Some pictures blurred, some with noise, some with a coarser grid of pixels."""
    for i, luck in enumerate(torch.rand(len(pictures)).tolist()):
        if luck < .12:
            pictures[i] = F.avg_pool2d(pictures[i], 3, 1, 1, count_include_pad=False)
        elif luck < .22:
            small = F.interpolate(pictures[i][None], scale_factor=.5, mode='area')
            pictures[i] = F.interpolate(small, size=(CROP, CROP), mode='bilinear', align_corners=False)[0]
        elif luck < .34:
            pictures[i] += torch.randn(3, CROP, CROP) * .04
    return pictures.clamp_(0, 1)


class Lessons:
    """Batches from WORK/mask.npz."""

    def __init__(self, work):
        data = np.load(work + '/mask.npz')
        self.photos, self.emoji, ground = data['photos'], data['emoji'], data['ground']
        self.held = data['held']
        kept = np.ones(len(self.photos), bool)
        kept[self.held] = kept[data['copies']] = False
        self.train, self.grounds = np.flatnonzero(kept), np.flatnonzero(kept & ground)
        share = (self.photos[:, 3] > 127).mean((1, 2))
        self.subjects = np.flatnonzero(kept & ~ground & (share > .04) & (share < .7))

    def some(self, n, indices, source=None):
        """n of the photos, or of another source, drawn from the indices. -> [n, 4, S, S] in 0..1"""
        source = self.photos if source is None else source
        return torch.from_numpy(source[np.random.choice(indices, n)]).float() / 255

    def composites(self, n):
        """Subjects on other grounds. -> pictures [n, 3, CROP, CROP], masks [n, 1, CROP, CROP]"""
        emoji = n // 4
        front = torch.cat([self.some(n - emoji, self.subjects),
                           self.some(emoji, np.arange(len(self.emoji)), self.emoji)])
        front = sample(front, grids(n, .75, 1.9, .15), 'zeros')
        colour, alpha = jitter(front[:, :3]), front[:, 3:]
        # Two grounds in three are pictures of no kind, often plain; the rest bring a subject of their own.
        bare = n * 2 // 3
        back = torch.cat([self.some(bare, self.grounds), self.some(n - bare, self.train)])
        back = sample(back, grids(n, .4, 1, 0))
        masks = torch.maximum(alpha, torch.cat([torch.zeros(bare, 1, CROP, CROP), back[bare:, 3:]]))
        plain = torch.rand(n, 1, 1, 1) < .12
        plain[bare:] = False
        ground = torch.where(plain, torch.rand(n, 3, 1, 1), jitter(back[:, :3]))
        return colour * alpha + ground * (1 - alpha), masks

    def batch(self):
        """-> pictures [n, 3, CROP, CROP], masks [n, 1, CROP, CROP]"""
        whole = self.some(PHOTOS, self.train)
        whole = sample(whole, grids(PHOTOS, .6, 1.15, .06))
        pictures, masks = self.composites(COMPOSITES)
        return worn(torch.cat([jitter(whole[:, :3]), pictures])), torch.cat([whole[:, 3:], masks])


def loss_of(odds, masks):
    """Cross entropy at each pixel, and what is missing from the soft IoU of each picture."""
    odds = F.interpolate(odds.float(), scale_factor=2, mode='bilinear', align_corners=False)
    subject = odds.sigmoid()
    both = (subject * masks).sum((1, 2, 3))
    either = (subject + masks - subject * masks).sum((1, 2, 3))
    return F.binary_cross_entropy_with_logits(odds, masks) + .5 * (1 - (both + 20) / (either + 20)).mean()


@torch.no_grad()
def evaluate(net, lessons):
    """Mean IoU over the photos held back, at their own size."""
    net.eval()
    scores = []
    for i in range(0, len(lessons.held), 20):
        pictures = torch.from_numpy(lessons.photos[lessons.held[i:i + 20]]).float() / 255
        odds = F.interpolate(net(pictures[:, :3]), scale_factor=2, mode='bilinear', align_corners=False)
        found, true = odds > 0, pictures[:, 3:] > .5
        either = (found | true).sum((1, 2, 3))
        scores.append((found & true).sum((1, 2, 3)) / either.clamp_min(1))
    net.train()
    return torch.cat(scores).mean().item()


def main(work, encoder, out, minutes):
    """Trains for so many minutes and saves to `out`, now and then and at the end."""
    torch.manual_seed(0)
    np.random.seed(0)
    torch.set_flush_denormal(True)
    torch.set_num_threads(1)
    lessons, net = Lessons(work), with_trunk(encoder).to(memory_format=torch.channels_last)
    trunk = net.trunk()
    known = {id(p) for p in trunk}
    new = [p for p in net.parameters() if id(p) not in known]
    groups = [{'params': trunk, 'share': TRUNK_SHARE}, {'params': new, 'share': 1}]
    optimiser = torch.optim.AdamW(groups, lr=RATE, weight_decay=.03)
    began, step, saved, losses = time.time(), 0, 0, []
    while (done := (time.time() - began) / (60 * minutes)) < 1:
        for group in optimiser.param_groups:
            group['lr'] = RATE * group['share'] * min(1, done / WARM_UP) * .5 * (1 + math.cos(math.pi * done)) + 1e-6
        with torch.no_grad():
            pictures, masks = lessons.batch()
        odds = net(pictures.contiguous(memory_format=torch.channels_last))
        loss = loss_of(odds, masks)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.)
        optimiser.step()
        step += 1
        losses.append(loss.item())
        seconds = time.time() - began
        if step % REPORT_EVERY == 0:
            print(f'{step} {seconds:.0f}s loss {np.mean(losses[-REPORT_EVERY:]):.4f} lr {group["lr"]:.2e}', flush=True)
        if seconds - saved > SAVE_SECONDS:
            saved = seconds
            torch.save(net.state_dict(), out)
            print(f'{step} {seconds:.0f}s held-back IoU {evaluate(net, lessons):.4f}', flush=True)
    torch.save(net.state_dict(), out)
    print(f'{step} steps, held-back IoU {evaluate(net, lessons):.4f}')


if __name__ == '__main__':
    main(*sys.argv[1:4], float(sys.argv[4]))
