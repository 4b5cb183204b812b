/**
 * Fixes a model's batch and size, and makes everything that then is constant a constant.
 *
 * Instead of inferring shapes by a rule for each operator, they are measured: the model runs once on a neutral picture
 * with a Shape node behind every tensor. The same run fetches the value of every tensor that no longer depends on the
 * picture once sizes are fixed (exporters leave whole towers of shape arithmetic in their files); these become
 * initializers, and what made them vanishes.
 */

import { resolveBranches } from './branches.ts';
import { toFloat32Graph } from './float32.ts';
import { type Graph, ModelError, type Node, type StaticGraph, type Tensor } from './graph.ts';
import { writeModel } from './onnx-write.ts';
import { unrollSequences } from './sequences.ts';
import { allNames, needed, nodeInputs, prune, reachable, sortNodes } from './structure.ts';
import { count, floatTensor, toNumbers } from './tensor.ts';
import { inferTypes } from './types.ts';
import { upgrade } from './upgrade.ts';

/** Runs a model once and gives the named outputs; ONNX Runtime stands behind it, injected so that this stays pure. */
export type Evaluate = (
  model: Uint8Array,
  feeds: Record<string, Tensor>,
  outputs: string[],
) => Promise<Record<string, Tensor>>;

/** Operators of quantised models: a product of integers has no derivative worth the name. */
const QUANTISED: ReadonlySet<string> = new Set([
  'ConvInteger',
  'DequantizeLinear',
  'DynamicQuantizeLinear',
  'DynamicQuantizeLSTM',
  'DynamicQuantizeMatMul',
  'MatMulBnb4',
  'MatMulInteger',
  'MatMulInteger16',
  'MatMulIntegerToFloat',
  'MatMulNBits',
  'NhwcMaxPool',
  'QAttention',
  'QEmbedLayerNormalization',
  'QGemm',
  'QMoE',
  'QuantizeLinear',
]);

/** Operators whose results are sequences, which have no shape to measure. */
const SEQUENCES: ReadonlySet<string> = new Set([
  'SequenceConstruct',
  'SequenceEmpty',
  'SequenceErase',
  'SequenceInsert',
  'SplitToSequence',
]);

/**
 * The model for pictures of one size.
 *
 * @param model as read from a file; it is left as it is
 * @param input the picture's name and its dims, [batch, channels, height, width] or as the model wants them
 * @param keep interior tensors that must survive although no output needs them
 * @throws ModelError no such input, other inputs decide the outputs, quantised, data-dependent control flow,
 *   a size that the model cannot take
 */
export async function specialise(
  model: Graph,
  input: { name: string; dims: number[] },
  evaluate: Evaluate,
  keep: readonly string[] = [],
): Promise<StaticGraph> {
  let graph = upgrade(toFloat32Graph({ ...model, nodes: sortNodes(model) }));
  graph = onPictureAlone(graph, input, keep);
  const picture = neutralPicture(input.dims);
  const declared = declaredDims(model, input.name);
  const run = async (measured: Graph, outputs: string[]) => {
    try {
      return await evaluate(writeModel(measured), { [input.name]: picture }, outputs);
    } catch (error) {
      throw new ModelError(
        `ONNX Runtime could not run the model on a picture of [${input.dims.join(', ')}], where the file says ${declared}: ${inShort((error as Error).message)}`,
      );
    }
  };
  graph = unrollSequences(await resolveBranches(graph, input.name, run));
  const dynamic = reachable(graph, [input.name], false);
  refuseQuantised(graph.nodes.filter((node) => node.outputs.some((name) => dynamic.has(name))));
  return measure(graph, dynamic, [...graph.outputs.map((output) => output.name), ...keep], run);
}

/** ONNX Runtime's words without the places in its own source and without a stop: they end our sentence. */
function inShort(message: string): string {
  return message
    .replace(/\S+\.(?:cc|h):\d+ .*?\) /g, '')
    .trim()
    .slice(0, 400)
    .replace(/\.$/, '');
}

/** The graph with the picture as its one input, its dims fixed, and the outputs alone that it decides. */
function onPictureAlone(graph: Graph, input: { name: string; dims: number[] }, keep: readonly string[]): Graph {
  const declared = graph.inputs.find((value) => value.name === input.name);
  if (!declared) {
    throw new ModelError(
      `the model has no input "${input.name}"; it has ${graph.inputs.map((value) => `"${value.name}"`).join(', ')}`,
    );
  }
  if (declared.type !== 'float32') {
    throw new ModelError(`the input "${input.name}" takes ${declared.type}, and a gradient needs floats`);
  }
  const others = graph.inputs.filter((value) => value.name !== input.name).map((value) => value.name);
  const foreign = reachable(graph, others);
  const ours = reachable(graph, [input.name]);
  const outputs = graph.outputs.filter((output) => ours.has(output.name) && !foreign.has(output.name));
  if (outputs.length === 0) {
    throw new ModelError(
      others.length > 0
        ? `every output needs more than the picture: ${others.join(', ')}; export the image encoder alone`
        : `no output depends on the input "${input.name}"`,
    );
  }
  const missing = keep.filter((name) => !ours.has(name) || foreign.has(name));
  if (missing.length > 0) {
    throw new ModelError(`the model has no tensor "${missing[0]}" that the picture alone decides`);
  }
  const { nodes, names } = needed(graph, [...outputs.map((output) => output.name), ...keep]);
  return {
    ...graph,
    nodes,
    initializers: new Map([...graph.initializers].filter(([name]) => names.has(name))),
    inputs: [{ ...declared, dims: input.dims }],
    // Declared shapes may contradict the batch asked for; unknown ones are inferred.
    outputs: outputs.map((output) => ({ ...output, dims: [null] })),
  };
}

/** What the file says of an input's dims, for messages: sizes may be baked into it that its input does not have. */
function declaredDims(model: Graph, name: string): string {
  const dims = model.inputs.find((value) => value.name === name)?.dims ?? [];
  return `[${dims.map((dim) => dim ?? '?').join(', ')}]`;
}

/** Mid-grey with a little noise, so that no norm is zero and nothing saturates; the same at every call. */
function neutralPicture(dims: number[]): Tensor {
  let state = 0x9e3779b9;
  const data = new Float32Array(count(dims));
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = 0.4 + (0.2 * state) / 2 ** 32;
  }
  return floatTensor(data, dims);
}

function refuseQuantised(nodes: Node[]): void {
  const node = nodes.find((candidate) => QUANTISED.has(candidate.op) || candidate.op.startsWith('QLinear'));
  if (!node) return;
  throw new ModelError(
    `the model computes in quantised integers (${node.op} "${node.name}"), whose products cannot be differentiated; use its float32 or float16 file`,
  );
}

async function measure(
  graph: Graph,
  dynamic: Set<string>,
  outputs: string[],
  run: (measured: Graph, outputs: string[]) => Promise<Record<string, Tensor>>,
): Promise<StaticGraph> {
  const live = graph.nodes.filter((node) => node.outputs.some((name) => dynamic.has(name)));
  const control = live.find((node) => Object.values(node.attributes).some((attribute) => attribute.kind === 'graph'));
  if (control) {
    throw new ModelError(
      `the model's ${control.op} "${control.name}" depends on the picture's content; export the model without control flow`,
    );
  }
  const taken = allNames(graph);
  const shapeOf = new Map<string, string>();
  for (const node of live) {
    if (SEQUENCES.has(node.op)) continue;
    for (const name of node.outputs) if (name) shapeOf.set(name, freshName(`${name}:shape`, taken));
  }
  const constants = new Set<string>();
  for (const node of live) for (const name of nodeInputs(node)) if (!dynamic.has(name)) constants.add(name);
  for (const name of outputs) if (!dynamic.has(name)) constants.add(name);
  const unknown = [...constants].filter((name) => !graph.initializers.has(name));
  const fetched = [...shapeOf.values(), ...unknown];
  const results = await run(
    {
      ...graph,
      nodes: [
        ...graph.nodes,
        ...[...shapeOf].map(([name, shape]) => ({
          op: 'Shape',
          domain: '',
          name: shape,
          inputs: [name],
          outputs: [shape],
          attributes: {},
        })),
      ],
      outputs: fetched.map((name) => ({ name, type: 'int64', dims: [null] })),
    },
    fetched,
  );
  const initializers = new Map<string, Tensor>();
  for (const name of constants) initializers.set(name, graph.initializers.get(name) ?? results[name]!);
  const shapes = new Map<string, number[]>();
  for (const value of graph.inputs) shapes.set(value.name, value.dims as number[]);
  for (const [name, tensor] of initializers) shapes.set(name, tensor.dims);
  for (const [name, shape] of shapeOf) shapes.set(name, toNumbers(results[shape]!));
  const specialised = { ...graph, nodes: live, initializers };
  return prune({ ...specialised, shapes, types: inferTypes(specialised) }, outputs);
}

function freshName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let i = 1; taken.has(name); i++) name = `${wanted}:${i}`;
  taken.add(name);
  return name;
}
