/**
 * Sliding windows (convolutions and poolings): kernel, strides, dilations and pads of a node, with ONNX's four ways of
 * saying pads made one.
 */

import { intOf, intsOf, textOf } from './attributes.ts';
import type { Node } from './graph.ts';

export interface Window {
  kernel: number[];
  strides: number[];
  dilations: number[];
  /** Padding before and after along each spatial axis. */
  before: number[];
  after: number[];
  /** Spatial size of the result. */
  output: number[];
}

/**
 * The window of a Conv or a pooling.
 *
 * @param spatial the input's spatial size
 * @param kernel the kernel's spatial size
 */
export function windowOf(node: Node, spatial: readonly number[], kernel: readonly number[]): Window {
  const axes = spatial.length;
  const strides = intsOf(node, 'strides') ?? new Array<number>(axes).fill(1);
  const dilations = intsOf(node, 'dilations') ?? new Array<number>(axes).fill(1);
  const pads = intsOf(node, 'pads') ?? new Array<number>(2 * axes).fill(0);
  const automatic = textOf(node, 'auto_pad', 'NOTSET');
  const ceil = intOf(node, 'ceil_mode', 0) === 1;
  const before: number[] = [];
  const after: number[] = [];
  const output: number[] = [];
  for (let axis = 0; axis < axes; axis++) {
    const size = spatial[axis]!;
    const stride = strides[axis]!;
    const reach = (kernel[axis]! - 1) * dilations[axis]! + 1;
    if (automatic === 'SAME_UPPER' || automatic === 'SAME_LOWER') {
      const length = Math.ceil(size / stride);
      const total = Math.max(0, (length - 1) * stride + reach - size);
      const small = Math.floor(total / 2);
      before.push(automatic === 'SAME_UPPER' ? small : total - small);
      after.push(total - before[axis]!);
      output.push(length);
      continue;
    }
    const isValid = automatic === 'VALID';
    before.push(isValid ? 0 : pads[axis]!);
    after.push(isValid ? 0 : pads[axes + axis]!);
    const room = (size + before[axis]! + after[axis]! - reach) / stride;
    let length = (ceil ? Math.ceil(room) : Math.floor(room)) + 1;
    // A window must not begin in the padding behind the picture (PyTorch's rule, ONNX's since 19).
    if (ceil && (length - 1) * stride >= size + before[axis]!) length--;
    output.push(length);
  }
  return { kernel: [...kernel], strides, dilations, before, after, output };
}
