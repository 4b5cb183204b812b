"""How well a trained encoder knows what was held back: the figures of ../README.md.

    python3 evaluate.py WORK WEIGHTS.pt

A drawing is to find its own photo among the 400 held back; photos, their line drawings and drawings by people are to
find their names.
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F

from lessons import Lessons
from objective import Learner

BATCH = 50


@torch.no_grad()
def evaluate(learner, lessons):
    """Prints the figures. `learner` is in evaluation mode."""
    photos, lines, people = (embed(learner, pictures) for pictures in lessons.held_back())
    similarity = F.normalize(lines, dim=1) @ F.normalize(photos, dim=1).T
    found = (similarity.argmax(1).cpu() == torch.arange(len(photos))).float().mean()
    print(f'drawing finds its photo among {len(photos)}: {found:.3f}')

    names = lessons.photo_names[lessons.held]
    drawing_names = lessons.drawing_names[lessons.held_drawings]
    is_untaught = np.array([name in lessons.untaught for name in names])
    taught, untaught = torch.from_numpy(~is_untaught), torch.from_numpy(is_untaught)
    kinds, unnamed, drawn = lessons.kinds, sorted(lessons.untaught), sorted(set(lessons.drawing_names) - {-1})
    for what, embeddings, own, among in [
        ('photos of taught kinds', photos[taught], names[~is_untaught], kinds),
        ('their line drawings', lines[taught], names[~is_untaught], kinds),
        ('drawings by people', people, drawing_names, drawn),
        ('photos never named, among those', photos[untaught], names[is_untaught], unnamed),
        ('photos never named, among all', photos[untaught], names[is_untaught], kinds),
    ]:
        score(learner, lessons.vectors, embeddings, own, among, what)


def embed(learner, pictures):
    """[n, 3, S, S] -> embeddings [n, 128]"""
    return torch.cat([learner.net(pictures[i:i + BATCH])[2] for i in range(0, len(pictures), BATCH)])


def score(learner, vectors, embeddings, names, among, what):
    """Prints how often a picture's own name comes first, and among the first five, of the names `among`."""
    keep = [i for i in range(len(names)) if names[i] in among]
    fits = learner.picture(embeddings[keep]) @ learner.text(vectors)[torch.tensor(among).to(vectors.device)].T
    own = torch.tensor([among.index(int(names[i])) for i in keep]).to(vectors.device)
    best = fits.topk(5, 1).indices
    first, five = (best[:, 0] == own).float().mean(), (best == own[:, None]).any(1).float().mean()
    print(f'{what}: first {first:.3f} first five {five:.3f} of {len(among)} names ({len(keep)})')


def main(work, weights):
    """Evaluates what train.py saved."""
    np.random.seed(0)
    lessons = Lessons(work, torch.device('cpu'))
    learner = Learner(lessons.vectors.shape[1])
    learner.load_state_dict(torch.load(weights, map_location='cpu'))
    evaluate(learner.eval(), lessons)


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2])
