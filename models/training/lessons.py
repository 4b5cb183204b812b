"""The training data in memory, split into what is taught and what is held back, and the batches drawn from it.

Held back: 400 photos, 900 drawings by people, and twenty kinds whose names are never taught, so that we learn what the
encoder makes of a thing that it was never told of.
"""
import numpy as np
import torch
from torchvision.models._meta import _IMAGENET_CATEGORIES as IMAGENET

from augment import CELL, crop, grounds, jitter, warp
from data import load
from names import Names

HELD_PHOTOS, HELD_DRAWINGS, UNTAUGHT_KINDS = 400, 900, 20

# How far the crops of a picture and its drawing are shifted against each other, in cells, either way.
MOST_SHIFT = 2


class Lessons:
    """Arrays named as data.py names them; *_names are numbers of names, -1 for none."""

    def __init__(self, work, device):
        self.device = device
        names = Names(work)
        photos, emoji, drawings = load(work)
        self.photos, self.masks, self.lines = photos['photos'], photos['masks'], photos['lines']
        self.emoji, self.emoji_lines, self.drawings = emoji['emoji'], emoji['lines'], drawings['drawings']
        self.photo_names = names.numbers(photos['kinds'])
        self.emoji_names = names.numbers(emoji['names'])
        self.drawing_names = names.numbers(drawings['names'])
        self.kinds = sorted(set(self.photo_names) - {-1})
        self.read_teacher(work, names)
        self.vectors = torch.from_numpy(np.stack(names.vectors)).float().to(device)
        self.split(names, emoji['names'])

    def read_teacher(self, work, names):
        """The classifier's probabilities, for those of its names that have a vector. -> soft [photos, of them]"""
        soft = torch.from_numpy(np.load(work + '/soft.npy').astype(np.float32))
        numbers = torch.tensor([names.number(name.lower()) for name in IMAGENET])
        known = numbers >= 0
        self.teacher_names, self.soft = numbers[known].to(self.device), soft[:, known]

    def split(self, names, emoji_texts):
        """What is taught, what is held back."""
        rng = np.random.RandomState(1)
        self.untaught = set(rng.choice(self.kinds, UNTAUGHT_KINDS, replace=False).tolist())
        texts = list(names.index)
        untaught_texts = [texts[number] for number in sorted(self.untaught)]
        print('never named:', ', '.join(untaught_texts), flush=True)
        banned = {word for text in untaught_texts for word in text.split()}
        order = np.random.permutation(len(self.photos))
        self.held, self.train = order[:HELD_PHOTOS], order[HELD_PHOTOS:]
        self.train_emoji = np.array([i for i, text in enumerate(emoji_texts)
                                     if self.emoji_names[i] >= 0 and not set(str(text).split()) & banned])
        named = [i for i in rng.permutation(len(self.drawings)) if self.drawing_names[i] >= 0]
        self.held_drawings = np.array(named[:HELD_DRAWINGS])
        self.train_drawings = np.array([i for i in named[HELD_DRAWINGS:]
                                        if self.drawing_names[i] not in self.untaught])
        # Whether a name is taught, by its number + 1: the number -1 has none.
        self.is_taught = np.array([n >= 0 and n not in self.untaught for n in range(-1, len(texts))])
        print(len(self.train), 'photos', len(self.train_emoji), 'emoji', len(self.train_drawings), 'drawings',
              len(texts), 'names', flush=True)

    def floats(self, array):
        """uint8 -> 0..1 on the device"""
        return torch.from_numpy(array).to(self.device).float() / 255

    def batch(self, photo_count, emoji_count, drawing_count):
        """One batch, its pictures in this order: photos, emoji, the drawings of both, drawings by people.

        -> pictures [2 (photos + emoji) + drawings, 3, CROP, CROP] in 0..1; the names of each; which photos they are;
           by how many cells the drawings are shifted against their pictures (down, right)
        """
        device = self.device
        i = np.random.choice(self.train, photo_count, replace=False)
        j = np.random.choice(self.train_emoji, emoji_count, replace=False)
        k = np.random.choice(self.train_drawings, drawing_count, replace=False)
        is_cut = np.random.rand(photo_count) < .5
        x, mask = self.floats(self.photos[i]), self.floats(self.masks[i])[:, None]
        mask = torch.where(torch.from_numpy(is_cut).to(device).view(-1, 1, 1, 1), mask, torch.ones_like(mask))
        x = x * mask + grounds(photo_count, self.photos, self.train, device) * (1 - mask)
        emoji = self.floats(self.emoji[j])
        alpha = emoji[:, 3:]
        under_emoji = grounds(emoji_count, self.photos, self.train, device)
        x = torch.cat([x, emoji[:, :3] * alpha + under_emoji * (1 - alpha)])
        photo_ink = self.floats(self.lines[i, is_cut.astype(int), np.random.randint(0, 5, photo_count)])
        emoji_ink = self.floats(self.emoji_lines[j, np.random.randint(0, 5, emoji_count)])
        x, ink = warp(x, torch.cat([photo_ink, emoji_ink])[:, None])
        _, people = warp(None, self.floats(self.drawings[k])[:, None])
        down, right = np.random.randint(-MOST_SHIFT, MOST_SHIFT + 1), np.random.randint(-MOST_SHIFT, MOST_SHIFT + 1)
        pictures = torch.cat([
            crop(jitter(x), max(0, -down), max(0, -right)),
            crop(1 - ink, max(0, down), max(0, right)).expand(-1, 3, -1, -1),
            crop(1 - people, 1, 1).expand(-1, 3, -1, -1),
        ])
        own = [self.photo_names[i], self.emoji_names[j]]
        return pictures, np.concatenate([*own, *own, self.drawing_names[k]]), i, (down, right)

    def held_back(self):
        """Middles of the held-back photos, of one drawing of each, and of drawings by people. -> three [n, 3, C, C]"""
        def middle(a):
            return a[..., CELL:-CELL, CELL:-CELL]

        def on_paper(ink):
            return (1 - middle(self.floats(ink))[:, None]).expand(-1, 3, -1, -1)

        return (middle(self.floats(self.photos[self.held])), on_paper(self.lines[self.held, 0, 1]),
                on_paper(self.drawings[self.held_drawings]))
