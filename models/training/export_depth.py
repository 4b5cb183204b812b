"""The trained depth network as a float32 ONNX file, for models/pack.ts to pack.

    python3 export_depth.py WEIGHTS.pt OUT.onnx

Any batch and any sides that are multiples of 16. Batch norms are folded into their convolutions by the exporter.
"""
import sys

import torch

from depth_model import DepthNet
from export import OPSET


def main(weights, out):
    """Writes the ONNX file."""
    net = DepthNet()
    net.load_state_dict(torch.load(weights, map_location='cpu'))
    sides = {0: 'batch', 2: 'h', 3: 'w'}
    torch.onnx.export(net.eval(), torch.rand(1, 3, 128, 96), out, opset_version=OPSET, dynamo=False,
                      input_names=['pixels'], output_names=['depth'],
                      dynamic_axes={'pixels': sides, 'depth': sides})


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2])
