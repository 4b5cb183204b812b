"""Trains the mask network.

    python3 train_mask.py WORK START.pt OUT.pt MINUTES [SEED OTHER.pt]

WORK holds mask.npz (mask_data.py) and, if they shall teach too, scenes-*.npy (npm run scenes). START is the trained
encoder, or a mask network to go on from (unpack_mask.py). The time is the schedule. What is saved is the running mean
of the weights; at every save it prints its mean IoU over the photos held back.

Two cores train as two processes: each is given a SEED of its own and the other's OUT. Now and then each goes to the
middle between its weights and the other's last ones (gossip averaging; Blot et al. 2016), waiting for nobody.
"""
import copy
import math
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from mask_lessons import CELL, Lessons
from mask_model import started

RATE, TRUNK_SHARE, DECAY = 8e-4, .5, .03
WARM_UP, SAVE_SECONDS, REPORT_EVERY = .03, 600, 50
# How much of the running mean a step keeps, and what coarser levels of the pyramid count beside the finest.
KEPT, COARSER = .998, (1, .3, .2, .2)
LONGEST = 224
# Of the photos held back, so many are looked at while it trains.
GLANCE = 60
# Steps between meetings of two processes.
MEET_EVERY = 25


def loss_of(said, masks):
    """Cross entropy at each pixel, and what is missing from the soft IoU of each picture, at every level."""
    total = 0
    for odds, weight in zip(said, COARSER):
        if weight == 1:
            odds, wanted = F.interpolate(odds, scale_factor=2, mode='bilinear', align_corners=False), masks
        else:
            wanted = F.interpolate(masks, odds.shape[2:], mode='area')
        subject = odds.sigmoid()
        both = (subject * wanted).sum((1, 2, 3))
        either = (subject + wanted - subject * wanted).sum((1, 2, 3))
        few = wanted[0].numel() / 800
        missing = (1 - (both + few) / (either + few)).mean()
        total = total + weight * (F.binary_cross_entropy_with_logits(odds, wanted) + missing)
    return total


@torch.no_grad()
def evaluate(net, lessons, count=None, longest=LONGEST):
    """Mean IoU over the photos held back: seen at the size they are used at, compared at their own."""
    net.eval()
    scores = []
    for i in lessons.held[:count]:
        width, height = lessons.sizes[i]
        left, top = ((lessons.photos.shape[-1] - n) // 2 for n in (width, height))
        photo = lessons.some([i])[:, :, top:top + height, left:left + width]
        cells = [CELL * max(1, round(longest * n / max(width, height) / CELL)) for n in (height, width)]
        seen = F.interpolate(photo[:, :3], cells, mode='bilinear', align_corners=False)
        odds = net(torch.cat([seen, seen.flip(3)]))
        odds = F.interpolate(odds[:1] + odds[1:].flip(3), (int(height), int(width)), mode='bilinear')
        found, true = odds > 0, photo[:, 3:] > .5
        scores.append((found & true).sum().item() / max(1, (found | true).sum().item()))
    return float(np.mean(scores))


@torch.no_grad()
def meet(net, own, other):
    """Leaves the weights at `own` and goes halfway to those that lie at `other`, if any do."""
    torch.save(net.state_dict(), own + '.new')
    os.replace(own + '.new', own)
    if os.path.exists(other):
        theirs = torch.load(other, map_location='cpu')
        for name, value in net.state_dict().items():
            if value.is_floating_point():
                value.lerp_(theirs[name], .5)


def main(work, start, out, minutes, seed=0, other=None):
    """Trains for so many minutes and saves to `out`, now and then and at the end."""
    torch.manual_seed(seed)
    np.random.seed(seed)
    torch.set_flush_denormal(True)
    torch.set_num_threads(1)
    lessons, net = Lessons(work), started(start).to(memory_format=torch.channels_last)
    mean = copy.deepcopy(net)
    known = {id(p) for p in net.trunk()}
    new = [p for p in net.parameters() if id(p) not in known]
    # The first two convolutions are a quarter of a step's cost, and good already.
    net.stem.requires_grad_(False)
    trunk = [p for p in net.trunk() if p.requires_grad]
    groups = [{'params': trunk, 'share': TRUNK_SHARE}, {'params': new, 'share': 1}]
    optimiser = torch.optim.AdamW(groups, lr=RATE, weight_decay=DECAY)
    began, step, saved, losses = time.time(), 0, 0, []
    while (done := (time.time() - began) / (60 * minutes)) < 1:
        for group in optimiser.param_groups:
            group['lr'] = RATE * group['share'] * min(1, done / WARM_UP) * .5 * (1 + math.cos(math.pi * done)) + 1e-6
        with torch.no_grad():
            pictures, masks = lessons.batch()
        net.stem.eval()
        loss = loss_of(net.levels(pictures.contiguous(memory_format=torch.channels_last)), masks)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.)
        optimiser.step()
        step += 1
        if other and step % MEET_EVERY == 0:
            meet(net, out + '.now', other + '.now')
        kept = min(KEPT, step / (step + 10))
        with torch.no_grad():
            for old, now in zip(mean.state_dict().values(), net.state_dict().values()):
                old.lerp_(now, 1 - kept) if old.is_floating_point() else old.copy_(now)
        losses.append(loss.item())
        seconds = time.time() - began
        if step % REPORT_EVERY == 0:
            print(f'{step} {seconds:.0f}s loss {np.mean(losses[-REPORT_EVERY:]):.4f} lr {group["lr"]:.2e}', flush=True)
        if seconds - saved > SAVE_SECONDS:
            saved = seconds
            torch.save(mean.state_dict(), out)
            print(f'{step} {seconds:.0f}s held-back IoU {evaluate(mean, lessons, GLANCE):.4f}', flush=True)
    torch.save(mean.state_dict(), out)
    print(f'{step} steps, held-back IoU {evaluate(mean, lessons):.4f}')


if __name__ == '__main__':
    main(*sys.argv[1:4], float(sys.argv[4]), int(sys.argv[5]) if len(sys.argv) > 5 else 0, *sys.argv[6:])
