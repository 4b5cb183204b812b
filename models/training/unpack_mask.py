"""The shipped mask network's weights, to go on training from.

    python3 unpack_mask.py SHIPPED.onnx WORK OUT.pt

In the shipped file batch norms are folded into their convolutions. Here they are given back: scaled and shifted to what
the folded ones put out on a few batches of WORK's lessons, so that the network says the same as before. What the file
does not have (an older network's blocks) begins so that it changes nothing.
"""
import sys

import onnx
import torch
from onnx import numpy_helper

from mask_lessons import Lessons
from mask_model import MaskNet

BATCHES = 6


def stored(graph):
    """Weights by the module that they belong to: {'stem.0.0': [weight, bias], ...}, as float32."""
    values = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()).float() for i in graph.initializer}
    # What models/short-weights.ts made of large weights: whole numbers of 8 bits, and the step that each row counts.
    values |= {name.removesuffix(':int8'): whole * values[name.removesuffix('int8') + 'steps']
               for name, whole in values.items() if name.endswith(':int8')}
    return {module_of(node.name): [values[name] for name in node.input[1:]]
            for node in graph.node if node.op_type in ('Conv', 'Gemm')}


def module_of(name):
    """'/l1/l1.0/a/a.0/Conv' -> 'l1.0.a.0': what holds a numbered module stands before it"""
    parts = name.strip('/').split('/')[:-1]
    return '.'.join(part for part, inner in zip(parts, [*parts[1:], '']) if not inner.startswith(part + '.'))


@torch.no_grad()
def unfold(net, norms, batches):
    """Gives each norm the mean and spread that it sees, and scales it so that its convolution's output stays."""
    seen = {norm: [] for norm in norms}
    hooks = [norm.register_forward_pre_hook(lambda n, x: seen[n].append((x[0].mean((0, 2, 3)), x[0].var((0, 2, 3)))))
             for norm in norms]
    for pictures in batches:
        net.eval()(pictures)
    for hook in hooks:
        hook.remove()
    for norm, stats in seen.items():
        mean, var = (torch.stack(some).mean(0) for some in zip(*stats))
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(var)
        norm.weight.copy_((var + norm.eps).sqrt())
        norm.bias.add_(mean)


@torch.no_grad()
def main(shipped, work, out):
    """Writes the weights that train_mask.py goes on from."""
    torch.manual_seed(0)
    graph = onnx.load(shipped).graph
    net = MaskNet()
    modules = dict(net.named_modules())
    followers = dict(zip(modules, list(modules)[1:]))
    found, norms = stored(graph), []
    for name, (weight, *bias) in found.items():
        name = name if name in modules and name != 'odds' else name + '.0'
        modules[name].weight.copy_(weight.reshape(modules[name].weight.shape))
        norm = modules.get(followers[name])
        if isinstance(norm, torch.nn.BatchNorm2d) and modules[name].bias is None:
            norm.running_mean.zero_()
            norm.running_var.fill_(1 - norm.eps)
            norm.weight.fill_(1)
            norm.bias.copy_(bias[0])
            norms.append(norm)
        else:
            modules[name].bias.copy_(bias[0])
    lessons = Lessons(work)
    batches = [lessons.batch()[0] for _ in range(BATCHES)]
    before = net.eval()(batches[0])
    unfold(net, norms, batches)
    print('differs by', (net.eval()(batches[0]) - before).abs().max().item(), 'of', before.abs().max().item())
    torch.save(net.state_dict(), out)


if __name__ == '__main__':
    main(*sys.argv[1:4])
