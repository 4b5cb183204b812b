"""The trained encoder as a float32 ONNX file, for models/pack.ts to pack.

    python3 export.py WEIGHTS.pt OUT.onnx

Any batch and any side that is a multiple of 16. Batch norms are folded into their convolutions by the exporter. What
training learned about words (the maps `p` and `t`) stays behind: the sketch needs none of it.
"""
import sys

import torch

from model import Pocket

OUTPUTS = ['detail', 'layout', 'embedding', 'saliency']
OPSET = 17


def load_encoder(weights):
    """The encoder out of what train.py saved, ready to run."""
    state = torch.load(weights, map_location='cpu')
    net = Pocket()
    net.load_state_dict({k.removeprefix('net.'): v for k, v in state.items() if k.startswith('net.')}, strict=False)
    return net.eval()


def main(weights, out):
    """Writes the ONNX file."""
    sides = {0: 'batch', 2: 'h', 3: 'w'}
    axes = {name: {0: 'batch'} if name == 'embedding' else sides for name in ['pixels', *OUTPUTS]}
    torch.onnx.export(load_encoder(weights), torch.rand(1, 3, 128, 128), out, opset_version=OPSET, dynamo=False,
                      input_names=['pixels'], output_names=OUTPUTS, dynamic_axes=axes)


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2])
