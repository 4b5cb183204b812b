/**
 * The residual blocks of a transformer, and where it looks.
 *
 * The stream of tokens is a trunk of sums. A block is an attention's sum and the sums after it up to the next attention;
 * its output is the last of these (the Add after the MLP; in a parallel block, its only one). Probabilities are the
 * outputs of Softmax whose last axis runs over the tokens; with fewer queries than keys they belong to a pooling head.
 */

import type { Node, StaticGraph } from '../graph.ts';
import { count } from '../tensor.ts';
import { joined } from './regions.ts';
import type { TrunkTensor } from './trunk.ts';

/** The output of one residual block. */
export interface Block {
  tensor: string;
  tokens: number;
  channels: number;
  /** [B, tokens, C], [tokens, B, C] as OpenAI's CLIP has it, or a map of tokens [B, h, w, C]. */
  layout: 'batch-first' | 'tokens-first' | 'map';
}

/** Attention probabilities: how much each query takes of each key. */
export interface Attention {
  tensor: string;
  kind: 'self' | 'pool';
  heads: number;
  queries: number;
  keys: number;
}

/** @param batch pictures a run */
export function findBlocks(graph: StaticGraph, trunk: TrunkTensor[], batch: number): Block[] {
  const names = new Set(trunk.map((tensor) => tensor.name));
  const sums = trunk.flatMap((tensor) => {
    const shape = tokenShape(tensor.dims, batch);
    const inputs = joined(graph, tensor);
    // A block's sum has the trunk itself as one side: the shortcut.
    if (!shape || tensor.region.at(-1)?.op === 'Concat' || !inputs.some((name) => names.has(name))) return [];
    const attends = tensor.region.some((node) => node.op === 'Softmax' && probabilities(graph, node).dims.length > 2);
    return [{ tensor: tensor.name, ...shape, attends }];
  });
  const stream = sums.find((sum) => sum.attends) ?? sums[0];
  const blocks: Block[] = [];
  const attending = sums.some((sum) => sum.attends);
  for (const { attends, ...sum } of sums) {
    if (sum.tokens !== stream!.tokens || sum.channels !== stream!.channels) continue;
    if (attends || !attending) blocks.push(sum);
    else if (blocks.length > 0) blocks[blocks.length - 1] = sum;
  }
  return blocks;
}

function tokenShape(dims: readonly number[], batch: number): Omit<Block, 'tensor'> | null {
  if (dims.length === 3 && dims[0] === batch) return { tokens: dims[1]!, channels: dims[2]!, layout: 'batch-first' };
  if (dims.length === 3 && dims[1] === batch) return { tokens: dims[0]!, channels: dims[2]!, layout: 'tokens-first' };
  if (dims.length === 4 && dims[0] === batch) return { tokens: dims[1]! * dims[2]!, channels: dims[3]!, layout: 'map' };
  return null;
}

/** A Softmax's result; where older operator sets had it flattened to two axes, the reshaped one that is read. */
function probabilities(graph: StaticGraph, softmax: Node): { tensor: string; dims: number[] } {
  const tensor = softmax.outputs[0]!;
  const dims = graph.shapes.get(tensor) ?? [];
  if (dims.length !== 2) return { tensor, dims };
  const readers = graph.nodes.filter((node) => node.inputs.includes(tensor));
  const [reader] = readers;
  if (readers.length !== 1 || reader?.op !== 'Reshape') return { tensor, dims };
  const view = reader.outputs[0]!;
  const viewDims = graph.shapes.get(view) ?? [];
  return viewDims.at(-1) === dims[1] ? { tensor: view, dims: viewDims } : { tensor, dims };
}

/**
 * Attention probabilities, in the order in which they are computed.
 *
 * @param keys how many keys count as looking at the whole picture: numbers of tokens, of places of a stage
 */
export function findAttention(graph: StaticGraph, batch: number, keys: ReadonlySet<number>): Attention[] {
  return graph.nodes.flatMap((node) => {
    if (node.op !== 'Softmax') return [];
    const { tensor, dims } = probabilities(graph, node);
    const axis = node.attributes['axis']?.kind === 'int' ? node.attributes['axis'].value : -1;
    const last = dims.at(-1)!;
    if (
      dims.length < 3 ||
      (axis !== -1 && axis !== (graph.shapes.get(node.outputs[0]!) ?? []).length - 1) ||
      !keys.has(last)
    )
      return [];
    const rows = count(dims) / last / batch;
    // [B, heads, Q, K]; [B·heads, Q, K]; or, one query a head, [B, heads, K].
    const perHead = dims.length === 3 && dims[0] === batch && dims[1] !== last;
    const queries = perHead ? 1 : dims.at(-2)!;
    const heads = rows / queries;
    if (!Number.isInteger(heads) || heads < 1) return [];
    return [{ tensor, kind: queries === last ? ('self' as const) : ('pool' as const), heads, queries, keys: last }];
  });
}
