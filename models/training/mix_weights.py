"""The weighted mean of networks of one shape, weight by weight.

    python3 mix_weights.py OUT.pt SHARE A.pt SHARE B.pt ...

Networks that were taught on from one start are often better together than each (model soups; Wortsman et al. 2022). Shares
add up to 1. Counts, which have no mean, are the first one's.
"""
import sys

import torch


@torch.no_grad()
def main(out, *parts):
    """Writes the mean of parts: a share, a file, a share, a file ..."""
    shares = [float(share) for share in parts[::2]]
    states = [torch.load(file, map_location='cpu') for file in parts[1::2]]
    if len(shares) != len(states) or abs(sum(shares) - 1) > 1e-6:
        sys.exit('expected shares that add up to 1, each before its file: OUT.pt 0.5 A.pt 0.5 B.pt')
    mixed = {name: sum(share * state[name] for share, state in zip(shares, states)) if value.is_floating_point() else value
             for name, value in states[0].items()}
    torch.save(mixed, out)


if __name__ == '__main__':
    main(*sys.argv[1:])
