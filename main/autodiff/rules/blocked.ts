/**
 * Keeps gradients in the layout in which ONNX Runtime's CPU provider convolves on x64: channels in blocks (NCHWc).
 *
 * The provider rewrites convolutions to blocks, and a few more operators where all that they read lies in blocks already
 * (nchwc_transformer.cc); before any other it copies the tensor back. A reverse pass has such others everywhere: one
 * gradient that starts outside blocks, or one mask, and everything that is added to it later is copied to and fro. A
 * 1×1 convolution of each channel by itself is a copy that lies in blocks, and an activation after it costs no pass of
 * its own. For an RN101 it saved a tenth of the step.
 */

import { intOf, textOf } from '../attributes.ts';
import type { GraphBuilder } from '../builder.ts';

/** Blocks have 8 channels or 16, by the processor. */
const BLOCK = 16;

/** Operators that are rewritten where all that they read lies in blocks and has the shape of the result. */
const PASS: ReadonlySet<string> = new Set(['Add', 'Identity', 'Mul', 'Relu', 'Sigmoid', 'Sum', 'Tanh']);
/** Those whose result has another size. */
const RESIZE: ReadonlySet<string> = new Set(['AveragePool', 'GlobalAveragePool', 'GlobalMaxPool', 'MaxPool']);

/** Whether the provider will have this tensor in blocks. Wrongly said, it costs time alone. */
export function isBlocked(builder: GraphBuilder, name: string): boolean {
  const shape = builder.shape(name);
  const node = builder.maker(name);
  if (shape.length !== 4 || shape[1]! % BLOCK !== 0 || !node || node.domain !== '') return false;
  const [first] = node.inputs as [string];
  if (node.op === 'Conv') return convolvesBlocks(builder.shape(node.inputs[1]!), intOf(node, 'group', 1));
  if (node.op === 'HardSigmoid') return builder.maker(first)?.op === 'Conv' && isBlocked(builder, first);
  if (node.op === 'Resize') return textOf(node, 'mode', 'nearest') === 'nearest' && isBlocked(builder, first);
  if (RESIZE.has(node.op)) return node.outputs.length === 1 && isBlocked(builder, first);
  return (
    PASS.has(node.op) &&
    node.inputs.every((input) => {
      const dims = builder.shape(input);
      return dims.length === 4 && dims.every((dim, i) => dim === shape[i]) && isBlocked(builder, input);
    })
  );
}

/** @param weights [M, C/group, …] */
function convolvesBlocks([outputs, inputs]: number[], group: number): boolean {
  if (group === 1) return inputs! < BLOCK || inputs! % 4 === 0;
  return (inputs === 1 && outputs === group) || (inputs! % BLOCK === 0 && (outputs! / group) % BLOCK === 0);
}

/** The tensor [B,C,h,w] times a factor, in blocks. */
export function copyInBlocks(builder: GraphBuilder, name: string, factor = 1): string {
  const channels = builder.shape(name)[1]!;
  const weights = builder.once(`each of ${channels} by ${factor}`, () =>
    builder.constant(new Float32Array(channels).fill(factor), [channels, 1, 1, 1], 'each'),
  );
  return builder.op('Conv', [name, weights], { group: channels });
}

/** The tensor itself where it lies in blocks, else its copy. */
export function inBlocks(builder: GraphBuilder, name: string): string {
  return isBlocked(builder, name) ? name : copyInBlocks(builder, name);
}
