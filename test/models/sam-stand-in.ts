/**
 * A pair of models with SAM's inputs and outputs, made for tests, for pictures with red objects.
 *
 * The encoder keeps how red each cell is; the decoder says that the object is where a cell is red and near a point that
 * is on it. Its second mask is that, and has the best score; the others say nothing.
 */
import type { Graph, Node, Tensor } from '../../main/autodiff/graph.ts';
import { writeModel } from '../../main/autodiff/onnx-write.ts';
import { floatTensor, intTensor } from '../../main/autodiff/tensor.ts';

export const SIDE = 64;
const CELLS = 16;
const CELL = SIDE / CELLS;
/** Squared pixels within which a point is near. */
const REACH = 24 ** 2;

const node = (op: string, inputs: string[], output: string, attributes: Node['attributes'] = {}): Node => ({
  op,
  domain: '',
  name: output,
  inputs,
  outputs: [output],
  attributes,
});

function graph(parts: Pick<Graph, 'nodes' | 'inputs' | 'outputs'>, constants: Record<string, Tensor>): Uint8Array {
  return writeModel({ opset: 18, domains: {}, initializers: new Map(Object.entries(constants)), ...parts });
}

/** `pixel_values` [1 · 3 · 64 · 64] to the red of each cell, less what is not red [1 · 1 · 16 · 16]. */
export function samEncoder(output = 'image_embeddings'): Uint8Array {
  const cells = { kind: 'ints' as const, value: [CELL, CELL] };
  return graph(
    {
      inputs: [{ name: 'pixel_values', type: 'float32', dims: [1, 3, SIDE, SIDE] }],
      outputs: [{ name: output, type: 'float32', dims: [1, 1, CELLS, CELLS] }],
      nodes: [
        node('AveragePool', ['pixel_values'], 'mean', { kernel_shape: cells, strides: cells }),
        node('Conv', ['mean', 'weights'], output),
      ],
    },
    { weights: floatTensor([4, -2, -2], [1, 3, 1, 1]) },
  );
}

export function samDecoder(): Uint8Array {
  const grid = Array.from({ length: CELLS * CELLS }, (_, i) => [i % CELLS, Math.floor(i / CELLS)]);
  const centres = grid.flat().map((cell) => (cell + 0.5) * CELL);
  const shape = [1, 1, 1, CELLS, CELLS];
  return graph(
    {
      inputs: [
        { name: 'image_embeddings', type: 'float32', dims: [1, 1, CELLS, CELLS] },
        { name: 'input_points', type: 'float32', dims: [1, 1, 'points', 2] },
        { name: 'input_labels', type: 'int64', dims: [1, 1, 'points'] },
      ],
      outputs: [
        { name: 'iou_scores', type: 'float32', dims: [1, 1, 3] },
        { name: 'pred_masks', type: 'float32', dims: [1, 1, 3, CELLS, CELLS] },
      ],
      nodes: [
        node('Reshape', ['input_points', 'pointShape'], 'points'),
        node('Sub', ['points', 'centres'], 'offset'),
        node('Mul', ['offset', 'offset'], 'squared'),
        node('ReduceSum', ['squared', 'last'], 'distance', { keepdims: { kind: 'int', value: 0 } }),
        node('Sub', ['reach', 'distance'], 'near'),
        node('Reshape', ['input_labels', 'labelShape'], 'labels'),
        node('Cast', ['labels'], 'is', { to: { kind: 'int', value: 1 } }),
        node('Sub', ['is', 'half'], 'sign'),
        node('Relu', ['near'], 'reached'),
        node('Mul', ['reached', 'sign'], 'signed'),
        node('ReduceSum', ['signed', 'first'], 'said', { keepdims: { kind: 'int', value: 0 } }),
        node('Sub', ['said', 'half'], 'odds'),
        node('Reshape', ['odds', 'maskShape'], 'mask'),
        node('Reshape', ['image_embeddings', 'maskShape'], 'red'),
        node('Min', ['mask', 'red'], 'found'),
        node('Concat', ['nothing', 'found', 'nothing'], 'pred_masks', { axis: { kind: 'int', value: 2 } }),
        node('Identity', ['scores'], 'iou_scores'),
      ],
    },
    {
      centres: floatTensor(centres, [1, CELLS, CELLS, 2]),
      pointShape: intTensor([-1, 1, 1, 2]),
      labelShape: intTensor([-1, 1, 1]),
      maskShape: intTensor(shape),
      last: intTensor([3]),
      first: intTensor([0]),
      reach: floatTensor([REACH], []),
      half: floatTensor([0.5], []),
      nothing: floatTensor(new Float32Array(CELLS * CELLS).fill(-9), shape),
      scores: floatTensor([0.2, 0.9, 0.1], [1, 1, 3]),
    },
  );
}
