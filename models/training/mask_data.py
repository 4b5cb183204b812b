"""What the mask network learns from, as arrays.

    python3 mask_data.py DATA WORK [PHOTOS]

DATA holds the archives that ../README.md names; WORK, a folder, gets mask.npz, and held.json with the
names of what is held back:

    photos  [N, 4, S, S] uint8   Caltech-101 in colour, then U2NetP's mask; a shorter side is continued by its border
    sizes   [N, 2] int           width and height of the photo within its square
    ground  [N] bool             whether it is one of the pictures of no kind, which serve as grounds
    emoji   [K, 4, S, S] uint8   emoji in colour, then their true alpha
    holes   [K] float32          how large the holes in each are, as a share of what is there of it
    held    [HELD] int           photos drawn by a seed that are not trained on, for the figures
    held_emoji [K / EVERY] int   emoji that are not trained on: one in EVERY of the things they show
    copies  [C] int              copies of the photos in PHOTOS, found by their pixels; not trained on either
"""
import io
import json
import os
import sys
import tarfile

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

S, HELD, EVERY = 144, 400, 20

# Two pictures are the same if their 16 x 16 thumbnails differ by less than this, root mean square of 0..255.
SAME = 12
STYLES = ('noto', 'twemoji', 'fluent-emoji-flat')
GROUNDS = 'BACKGROUND_Google/'


def read_image(tar, member, mode):
    """A picture out of an archive."""
    return Image.open(io.BytesIO(tar.extractfile(member).read())).convert(mode)


def filled(picture):
    """[h, w, channels], at most S a side -> [channels, S, S], in the middle, its border continued"""
    rest = [S - n for n in picture.shape[:2]]
    edges = [(n // 2, n - n // 2) for n in rest]
    return np.pad(picture, (*edges, (0, 0)), mode='edge').transpose(2, 0, 1)


def thumbnail(image):
    """An image's 16 x 16 pixels, as floats."""
    return np.asarray(image.convert('RGB').resize((16, 16), Image.BOX), np.float32)


def holes_of(alpha):
    """How large the holes in things are, as a share of what is there of them. alpha [n, S, S] uint8 -> [n]"""
    ground = F.pad(torch.from_numpy(alpha[:, ::2, ::2] < 128), (1,) * 4, value=True)
    # From the border on, pixel by pixel, all the ground that hangs together with it.
    outside = torch.zeros_like(ground)
    outside[:, [0, -1]] = outside[:, :, [0, -1]] = True
    while True:
        more = ground & (F.max_pool2d(outside.float(), 3, 1, 1) > 0)
        if torch.equal(more, outside):
            break
        outside = more
    return ((ground & ~outside).sum((1, 2)) / (~ground).sum((1, 2)).clamp_min(1)).numpy()


def main(data, work, tests=None):
    """Writes WORK/mask.npz."""
    tar, mask_tar = tarfile.open(data + '/caltech101-144px.tar'), tarfile.open(data + '/caltech101-masks.tar')
    members = sorted(m for m in tar.getnames() if m.endswith('.jpg'))
    known = [thumbnail(Image.open(os.path.join(tests, n))) for n in sorted(os.listdir(tests))
             if n.endswith(('.jpg', '.png'))] if tests else []
    photos, sizes, copies = np.empty((len(members), 4, S, S), np.uint8), [], []
    for i, member in enumerate(members):
        image = read_image(tar, member, 'RGB')
        mask = read_image(mask_tar, member[:-3] + 'png', 'L').resize(image.size)
        photos[i] = filled(np.dstack([np.asarray(image), np.asarray(mask)]))
        sizes.append(image.size)
        small = thumbnail(image)
        if any(np.sqrt(((small - other) ** 2).mean()) < SAME for other in known):
            copies.append(i)
    held = np.random.default_rng(9).permutation(len(members))[:HELD]
    emoji_tar = tarfile.open(data + '/emoji-144px.tar')
    names = sorted(m for m in emoji_tar.getnames() if m.endswith('.webp') and m.split('/')[1] in STYLES)
    emoji = np.stack([filled(np.asarray(read_image(emoji_tar, n, 'RGBA').resize((S, S)))) for n in names])
    holes = np.concatenate([holes_of(some[:, 3]) for some in np.array_split(emoji, 32)])
    ground = np.array([m.startswith(GROUNDS) for m in members])
    things = sorted({os.path.basename(n) for n in names})
    held_things = set(np.random.default_rng(9).permutation(things)[::EVERY])
    held_emoji = [i for i, n in enumerate(names) if os.path.basename(n) in held_things]
    np.savez(work + '/mask', photos=photos, sizes=np.array(sizes), ground=ground, emoji=emoji, holes=holes, held=held,
             held_emoji=np.array(held_emoji, int), copies=np.array(copies, int))
    with open(work + '/held.json', 'w') as file:
        held_names = {'photos': [members[i] for i in held], 'emoji': [names[i] for i in held_emoji]}
        json.dump(held_names, file, indent=1)
    print(len(members), 'photos,', len(emoji), 'emoji, copies of test photos:', [members[i] for i in copies])


if __name__ == '__main__':
    main(*sys.argv[1:4])
