"""The names that the encoder is taught, each as a vector: what makes "fire engine" lie near "truck".

A name is the weighted mean of its words' vectors (word_vectors.py), its last word, the head noun, counting double. So
any name that can be written has a vector, taught or not.
"""
import numpy as np

# Words that say nothing of what a thing is.
SILENT = ('the', 'of', 'a', 'with', 'and')

# What parts the words of a name, beside spaces.
SEPARATORS = str.maketrans({c: ' ' for c in '-:,’'})


class Names:
    """Numbers names as they come, and keeps their vectors."""

    def __init__(self, work):
        """Reads WORK/names.txt and WORK/names.f32."""
        with open(work + '/names.txt') as file:
            words = file.read().split('\n')
        self.word_vectors = np.fromfile(work + '/names.f32', np.float32).reshape(len(words), -1)
        self.word_index = {word: i for i, word in enumerate(words)}
        self.index = {}
        self.vectors = []

    def number(self, name):
        """The name's number; -1 for the empty name and for one of unknown words alone."""
        if name in self.index:
            return self.index[name]
        words = [w for w in name.lower().translate(SEPARATORS).split() if w in self.word_index and w not in SILENT]
        if not words:
            return -1
        weights = np.ones(len(words))
        weights[-1] = 2
        vector = (self.word_vectors[[self.word_index[w] for w in words]] * weights[:, None]).sum(0)
        self.vectors.append(vector / (np.linalg.norm(vector) + 1e-9))
        self.index[name] = len(self.vectors) - 1
        return self.index[name]

    def numbers(self, names):
        """An array of names -> int [n]"""
        return np.array([self.number(str(name)) for name in names])
