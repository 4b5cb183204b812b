/**
 * Stores a model's large weights as float16, with a Cast to float32 behind each.
 *
 * Half the file, and every computation still in float32: the Casts are folded when a session is made, so that nothing
 * runs slower, and any ONNX Runtime loads the file. Biases and normalisation constants stay float32, for they are small
 * and their error would shift whole channels. The input's normalisation stays a Sub and a Div: folded into the first
 * convolution it would change the picture's border, where zero padding means the mean colour.
 */

import { toHalf } from '../main/autodiff/float16.ts';
import { DATA_TYPES, type Graph, type Node, type Tensor } from '../main/autodiff/graph.ts';
import { needed } from '../main/autodiff/structure.ts';

/** Below this many elements a constant is a bias or a normalisation. */
const LARGE = 256;

/**
 * The graph cut down to `outputs`, its weights of at least 256 elements in float16.
 *
 * @param outputs the tensors to publish, in this order
 * @throws Error where a weight lies beyond float16's range, or an output is missing
 */
export function halveWeights(graph: Graph, outputs: readonly string[]): Graph {
  const { nodes, names } = needed(graph, outputs);
  const initializers = new Map<string, Tensor>();
  const casts: Node[] = [];
  for (const [name, tensor] of graph.initializers) {
    if (!names.has(name)) continue;
    if (tensor.type !== 'float32' || tensor.data.length < LARGE) {
      initializers.set(name, tensor);
      continue;
    }
    const half = `${name}:float16`;
    initializers.set(half, { type: 'float16', dims: tensor.dims, data: toFloat16(tensor.data as Float32Array, name) });
    casts.push({
      op: 'Cast',
      domain: '',
      name: `${name}:cast`,
      inputs: [half],
      outputs: [name],
      attributes: { to: { kind: 'int', value: DATA_TYPES.float32 } },
    });
  }
  const published = outputs.map((name) => {
    const value = graph.outputs.find((output) => output.name === name);
    if (!value) throw new Error(`the model has no output "${name}"; export it with that output`);
    return value;
  });
  return { ...graph, initializers, nodes: [...casts, ...nodes], outputs: published };
}

/**
 * IEEE 754 binary16 words, rounded to nearest, ties to even.
 *
 * @param name what the values are, for the message
 * @throws Error for a value that is not finite in float16 (65520 and beyond)
 */
export function toFloat16(values: Float32Array, name: string): Uint16Array {
  const beyond = values.find((value) => !(Math.abs(value) < 65520));
  if (beyond !== undefined) {
    throw new Error(`the weights "${name}" hold ${beyond}, which float16 cannot; keep this model in float32`);
  }
  return toHalf(values);
}
