"""Trains the built-in encoder: one network, places and words together.

    python3 train.py WORK OUT.pt MINUTES [START.pt]

WORK holds what data.py, teach.py and word_vectors.py made. bfloat16 on the CPU where PyTorch has it, CUDA where there
is a GPU. The time is the schedule: the rate warms up over its first thirtieth and falls as a cosine to nothing at its
end, so give it what you have (the shipped weights: 95 minutes of one core). At the end it prints how well it knows
what was held back.
"""
import math
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from evaluate import evaluate
from lessons import Lessons
from objective import Learner, place_loss, teacher_loss

# Photos, emoji and drawings by people a batch, and the highest rate.
PLANS = {'cpu': (28, 10, 14, 2.5e-3), 'cuda': (160, 64, 96, 4e-3)}

# The losses of pairs and of names count 1.
TEACHER_WEIGHT, PLACE_WEIGHT = .3, .6

# A start from earlier weights is gentler.
RESUME_RATE = .7
WARM_UP = .03
REPORT_EVERY, SAVE_EVERY = 50, 400


def losses(learner, lessons, pictures, names, photos, shift, pairs):
    """The parts of one batch's loss by name. `pairs` is how many pictures have a drawing of their own in it."""
    device = pictures.device
    with torch.autocast(device.type, torch.bfloat16):
        detail, layout, embedding, _ = learner.net(pictures)
    detail, layout, embedding = detail.float(), layout.float(), embedding.float()
    pair = learner.pair_loss(embedding, pairs)
    logits = learner.name_logits(embedding, lessons.vectors)
    taught = lessons.is_taught[names + 1]
    word = F.cross_entropy(logits[torch.from_numpy(taught).to(device)], torch.from_numpy(names[taught]).to(device),
                           label_smoothing=.05)
    count, by_teacher = len(photos), lessons.teacher_names
    teach = teacher_loss(lessons.soft[photos].to(device), logits[:count][:, by_teacher],
                         logits[pairs:pairs + count][:, by_teacher])
    down, right = shift
    # A cell of `layout` is two of `detail`.
    fine = place_loss(detail[:pairs], detail[pairs:2 * pairs], 2 * down, 2 * right)
    coarse = place_loss(layout[:pairs], layout[pairs:2 * pairs], down, right)
    total = pair + word + TEACHER_WEIGHT * teach + PLACE_WEIGHT * fine + PLACE_WEIGHT * coarse
    return {'loss': total, 'pair': pair, 'word': word, 'teach': teach, 'detail': fine, 'layout': coarse}


def main(work, out, minutes, start=None):
    """Trains for so many minutes and saves to `out`, now and then and at the end."""
    device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
    torch.manual_seed(0)
    np.random.seed(0)
    torch.set_flush_denormal(True)
    torch.set_num_threads(1)
    photo_count, emoji_count, drawing_count, rate = PLANS[device.type]
    lessons = Lessons(work, device)
    learner = Learner(lessons.vectors.shape[1])
    if start:
        learner.net.load_state_dict(torch.load(start, map_location='cpu'), strict=False)
        rate *= RESUME_RATE
    learner = learner.to(device).to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(learner.parameters(), lr=rate, weight_decay=.03)
    pairs, began, step = photo_count + emoji_count, time.time(), 0
    while (done := (time.time() - began) / (60 * minutes)) < 1:
        for group in optimiser.param_groups:
            group['lr'] = rate * min(1, done / WARM_UP) * .5 * (1 + math.cos(math.pi * done)) + 1e-6
        with torch.no_grad():
            pictures, names, photos, shift = lessons.batch(photo_count, emoji_count, drawing_count)
            pictures = pictures.contiguous(memory_format=torch.channels_last)
        parts = losses(learner, lessons, pictures, names, photos, shift, pairs)
        optimiser.zero_grad()
        parts['loss'].backward()
        torch.nn.utils.clip_grad_norm_(learner.parameters(), 5.)
        optimiser.step()
        step += 1
        if step % REPORT_EVERY == 0:
            seconds = time.time() - began
            figures = ' '.join(f'{name} {part.item():.3f}' for name, part in parts.items())
            print(f'{step} {seconds:.0f}s {figures} pairs/s {step * pairs / seconds:.0f}', flush=True)
        if step % SAVE_EVERY == 0:
            torch.save(learner.state_dict(), out)
    torch.save(learner.state_dict(), out)
    evaluate(learner.eval(), lessons)


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), *sys.argv[4:5])
