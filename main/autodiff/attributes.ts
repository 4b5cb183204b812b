/** Reading and writing a node's attributes by plain values. */

import type { Attribute, Node } from './graph.ts';

/** An attribute as plain data: numbers are integers unless ONNX says that this attribute is a float. */
export type PlainAttribute = number | number[] | string;

/** The attributes among ONNX's operators that are single floats. */
const FLOATS: ReadonlySet<string> = new Set([
  'alpha',
  'beta',
  'bias',
  'cubic_coeff_a',
  'epsilon',
  'extrapolation_value',
  'gamma',
  'lambd',
  'momentum',
  'ratio',
]);

export function toAttributes(plain: Record<string, PlainAttribute>): Record<string, Attribute> {
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]): [string, Attribute] => {
      if (typeof value === 'string') return [name, { kind: 'string', value }];
      if (Array.isArray(value)) return [name, { kind: 'ints', value }];
      return [name, FLOATS.has(name) ? { kind: 'float', value } : { kind: 'int', value }];
    }),
  );
}

export function intOf(node: Node, name: string, otherwise: number): number {
  const attribute = node.attributes[name];
  return attribute?.kind === 'int' ? attribute.value : otherwise;
}

export function floatOf(node: Node, name: string, otherwise: number): number {
  const attribute = node.attributes[name];
  return attribute?.kind === 'float' ? attribute.value : otherwise;
}

export function textOf(node: Node, name: string, otherwise: string): string {
  const attribute = node.attributes[name];
  return attribute?.kind === 'string' ? attribute.value : otherwise;
}

export function intsOf(node: Node, name: string): number[] | null {
  const attribute = node.attributes[name];
  return attribute?.kind === 'ints' ? attribute.value : null;
}
