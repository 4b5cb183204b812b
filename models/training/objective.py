"""What training minimises: places that match, wholes that match, names that fit.

Contrastive throughout (InfoNCE, van den Oord et al. 2018): a place of a photo is to find the same place in its drawing
among all places of it, a photo its drawing among all drawings, a picture its name among all names.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

from model import EMBEDDING_SIZE, Pocket

PLACE_TEMPERATURE = 0.1


class Learner(nn.Module):
    """The encoder with what only training needs: maps of pictures and of names into one space, and two scales."""

    def __init__(self, name_size):
        super().__init__()
        self.net = Pocket()
        self.p = nn.Linear(EMBEDDING_SIZE, EMBEDDING_SIZE, bias=False)
        self.t = nn.Linear(name_size, EMBEDDING_SIZE, bias=False)
        self.k = nn.Parameter(torch.tensor(math.log(14.)))
        self.temp = nn.Parameter(torch.tensor(math.log(10.)))
        nn.init.orthogonal_(self.t.weight)
        nn.init.eye_(self.p.weight)

    def text(self, vectors):
        """Names' vectors [n, name_size] -> [n, 128] at length 1"""
        return F.normalize(self.t(vectors), dim=1)

    def picture(self, embeddings):
        """Embeddings [n, 128] -> [n, 128] at length 1, in the space of the names"""
        return F.normalize(self.p(embeddings), dim=1)

    def name_logits(self, embeddings, vectors):
        """How well each name fits each picture. -> [pictures, names]"""
        return self.k.exp().clamp(max=50) * self.picture(embeddings) @ self.text(vectors).T

    def pair_loss(self, embeddings, n):
        """InfoNCE between the first n embeddings, of pictures, and the next n, of their drawings."""
        unit, own = F.normalize(embeddings[:2 * n], dim=1), torch.arange(n, device=embeddings.device)
        similarity = self.temp.exp().clamp(max=100) * unit[:n] @ unit[n:].T
        return .5 * (F.cross_entropy(similarity, own) + F.cross_entropy(similarity.T, own))


def place_loss(a, b, dy, dx):
    """InfoNCE over places, both ways: a[.., i + dy, j + dx] and b[.., i, j] are the same place.

    a, b [n, channels, h, h]; every other place of the same picture is a negative.
    """
    h = a.shape[2]
    a, b = F.normalize(a, dim=1), F.normalize(b, dim=1)
    rows, columns = h - abs(dy), h - abs(dx)
    start_a, start_b = (max(0, dy), max(0, dx)), (max(0, -dy), max(0, -dx))

    def one_way(p, q, start_p, start_q):
        shared = p[:, :, start_p[0]:start_p[0] + rows, start_p[1]:start_p[1] + columns].flatten(2)
        similarity = torch.bmm(shared.transpose(1, 2).contiguous(), q.flatten(2)) / PLACE_TEMPERATURE
        y, x = torch.meshgrid(torch.arange(rows, device=a.device) + start_q[0],
                              torch.arange(columns, device=a.device) + start_q[1], indexing='ij')
        return F.cross_entropy(similarity.flatten(0, 1), (y * h + x).flatten().repeat(len(p)))

    return .5 * (one_way(a, b, start_a, start_b) + one_way(b, a, start_b, start_a))


def teacher_loss(soft, picture_logits, drawing_logits):
    """Cross entropy with a classifier's probabilities, a drawing counting half a photo. All [n, its names]"""
    of_pictures = -(soft * picture_logits.log_softmax(1)).sum(1).mean()
    return of_pictures - .5 * (soft * drawing_logits.log_softmax(1)).sum(1).mean()
