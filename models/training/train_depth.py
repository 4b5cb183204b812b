"""Trains the depth network.

    python3 train_depth.py WORK ENCODER.pt OUT.pt MINUTES

WORK holds scenes-*.npy and held.npy (npm run scenes, other seeds each) and mask.npz (mask_data.py). The loss is that of
Ranftl et al. 2020 (MiDaS): inverse depth up to a scale and a shift, which each picture chooses by its median and its mean
deviation, and its gradients at four scales, so that edges are sharp. The time is the schedule. At every save it prints
for how many pairs of places of the held-back scenes it says rightly which is nearer.
"""
import math
import sys
import time

import numpy as np
import torch

from depth_lessons import Lessons, unpacked
from depth_model import with_trunk

BATCH = 16
RATE, TRUNK_SHARE = 2e-3, .5
EDGES, SCALES = .5, 4
WARM_UP, SAVE_SECONDS, REPORT_EVERY = .03, 240, 50
# Pairs whose inverse depths differ by less than this share are equally near.
EQUAL, PAIRS = .05, 3000


def aligned(near):
    """Inverse depths without their scale and shift. [n, 1, h, w] -> the same shape"""
    flat = near.flatten(1)
    shift = flat.median(1, keepdim=True).values
    scale = (flat - shift).abs().mean(1, keepdim=True).clamp_min(1e-3)
    return ((flat - shift) / scale).view_as(near)


def loss_of(said, true):
    """Mean difference after alignment, and that of gradients at each scale."""
    rest = aligned(said.float()) - aligned(true)
    loss = rest.abs().mean()
    for k in range(SCALES):
        some = rest[:, :, ::2 ** k, ::2 ** k]
        loss = loss + EDGES * ((some[..., 1:] - some[..., :-1]).abs().mean() +
                               (some[..., 1:, :] - some[..., :-1, :]).abs().mean()) / 2
    return loss


@torch.no_grad()
def evaluate(net, held):
    """The share of pairs, drawn by a seed, whose order is told rightly."""
    net.eval()
    random, right = np.random.default_rng(1), []
    for i in range(0, len(held), 20):
        pictures, near, *_ = unpacked(held[i:i + 20])
        said = torch.nn.functional.interpolate(net(pictures), scale_factor=2, mode='bilinear', align_corners=False)
        for one, true in zip(said.flatten(1).numpy(), near.flatten(1).numpy()):
            a, b = random.integers(len(true), size=(2, PAIRS))
            clear = np.abs(true[a] - true[b]) > EQUAL * np.maximum(true[a], true[b])
            if clear.any():
                right.append(((one[a] > one[b]) == (true[a] > true[b]))[clear].mean())
    net.train()
    return float(np.mean(right))


def main(work, encoder, out, minutes):
    """Trains for so many minutes and saves to `out`, now and then and at the end."""
    torch.manual_seed(0)
    np.random.seed(0)
    torch.set_flush_denormal(True)
    torch.set_num_threads(1)
    lessons, net = Lessons(work), with_trunk(encoder).to(memory_format=torch.channels_last)
    held = np.load(work + '/held.npy')
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
            pictures, near = lessons.batch(BATCH)
        loss = loss_of(net(pictures.contiguous(memory_format=torch.channels_last)), near)
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
            lessons.look_again()
            torch.save(net.state_dict(), out)
            print(f'{step} {seconds:.0f}s held-back order {evaluate(net, held):.4f}', flush=True)
    torch.save(net.state_dict(), out)
    print(f'{step} steps, held-back order {evaluate(net, held):.4f}')


if __name__ == '__main__':
    main(*sys.argv[1:4], float(sys.argv[4]))
