/**
 * Looks at an image encoder's graph and says what is what: embedding, stages or blocks, attention, the grid of patches.
 *
 * Nothing is asked of the file but its graph: names differ with every exporter, the structure does not. Everything that
 * the picture passes through on its way to the embedding lies on the trunk (inspect/trunk.ts); stages are read off where
 * the trunk drops in resolution, blocks where it adds. DESIGN.md, "The step": which maps are compared.
 */

import { ModelError, type StaticGraph } from './graph.ts';
import { type Attention, type Block, findAttention, findBlocks } from './inspect/blocks.ts';
import { findDeepest } from './inspect/deepest.ts';
import { joined } from './inspect/regions.ts';
import { findEmbedding, type PictureInput } from './inspect/roles.ts';
import { findStages, type Stage } from './inspect/stages.ts';
import { findTrunk, type SpatialShape, spatialShape, type TrunkTensor } from './inspect/trunk.ts';
import { count } from './tensor.ts';

export { findPicture, type PictureInput, pictureDims } from './inspect/roles.ts';
export type { Attention, Block, Stage };

/** What was found in an encoder. */
export interface Findings {
  input: { name: string; dims: number[]; layout: PictureInput['layout']; batch: number; rows: number; columns: number };
  /** 'vit': one resolution, blocks of attention; 'cnn': everything that looks ever more coarsely. */
  family: 'cnn' | 'vit';
  /** The pooled vector of the picture; null where the model publishes none. */
  embedding: { tensor: string; dims: number[] } | null;
  /** Finest first; none for a ViT. */
  stages: Stage[];
  /** In order of depth. */
  blocks: Block[];
  attention: Attention[];
  /** How a ViT's tokens lie on the picture: after `leading` tokens (class, registers) rows by columns; null for a CNN. */
  grid: { rows: number; columns: number; leading: number } | null;
  /** The model's outputs that the picture decides, with what each seems to be. */
  outputs: { name: string; dims: number[]; role: OutputRole }[];
  /** The interior tensors that the paper's objective compares: second and third stage of a CNN, first and second block of a ViT. */
  features: string[];
}

export type OutputRole = 'embedding' | 'map' | 'tokens' | 'saliency' | 'vector';

/**
 * @param graph fixed to a batch and a size by `specialise`
 * @param picture the input as `findPicture` found it
 * @throws ModelError the graph has neither stages nor blocks
 */
export function inspect(graph: StaticGraph, picture: PictureInput): Findings {
  const dims = graph.shapes.get(picture.name);
  if (!dims) throw new ModelError(`the model has no input "${picture.name}"`);
  const first = picture.layout === 'channels-first';
  const size = { rows: dims[first ? 2 : 1]!, columns: dims[first ? 3 : 2]! };
  const batch = dims[0]!;
  const embedding = findEmbedding(graph, batch);
  const sink = embedding?.tensor ?? findTokens(graph, batch) ?? findDeepest(graph, picture.name, batch, size);
  const trunk = sink ? findTrunk(graph, picture.name, sink) : [];
  const stages = findStages(graph, trunk, batch, size);
  const blocks = findBlocks(graph, trunk, batch);
  const family = isTransformer(graph, trunk, stages, blocks, batch) ? 'vit' : 'cnn';
  const grid = family === 'vit' ? findGrid(trunk, blocks[0]!, batch, size) : null;
  return {
    input: { name: picture.name, dims, layout: picture.layout, batch, ...size },
    family,
    embedding,
    stages: family === 'vit' ? [] : stages,
    blocks: family === 'vit' ? blocks : blocks.filter((block) => block.layout !== 'map'),
    attention: findAttention(graph, batch, attentionKeys(stages, blocks)),
    grid,
    outputs: graph.outputs.map(({ name }) => {
      const shape = graph.shapes.get(name) ?? [];
      return {
        name,
        dims: shape,
        role: name === embedding?.tensor ? 'embedding' : outputRole(name, shape, batch, size),
      };
    }),
    features: family === 'vit' ? blocks.slice(0, 2).map((block) => block.tensor) : middleStages(stages),
  };
}

/** An output of tokens: where a transformer ends that is published without its pooling. */
function findTokens(graph: StaticGraph, batch: number): string | null {
  const tokens = graph.outputs.find(({ name }) => {
    const dims = graph.shapes.get(name) ?? [];
    return dims.length === 3 && dims[0] === batch && dims[1]! > 1;
  });
  return tokens?.name ?? null;
}

/**
 * Whether the blocks are all there is: one resolution after a stem. A stem may be several strided convolutions
 * (MobileCLIP-B), but sums on finer maps are a convolutional network's own blocks.
 */
function isTransformer(
  graph: StaticGraph,
  trunk: TrunkTensor[],
  stages: Stage[],
  blocks: Block[],
  batch: number,
): boolean {
  const [block] = blocks;
  if (!block) return false;
  if (stages.length <= 1) return true;
  const last = stages.at(-1)!;
  if (last.rows * last.columns < block.tokens - MOST_LEADING) return false;
  const names = new Set(trunk.map((tensor) => tensor.name));
  const start = trunk.findIndex((tensor) => tensor.name === block.tensor);
  return !trunk.slice(0, start).some((tensor) => {
    const residual = joined(graph, tensor).some((name) => names.has(name));
    return residual && count(tensor.dims) / batch > block.tokens * block.channels;
  });
}

/** Class and register tokens are fewer than this. */
const MOST_LEADING = 32;

/** The second and third stage; the last two of a network that has no third. */
function middleStages(stages: Stage[]): string[] {
  const chosen = stages.length > 2 ? stages.slice(1, 3) : stages.slice(-2);
  return chosen.map((stage) => stage.tensor);
}

/** The patch grid: the last map before the tokens; where there is none, the largest square that the tokens hold. */
function findGrid(
  trunk: TrunkTensor[],
  block: Block,
  batch: number,
  picture: { rows: number; columns: number },
): Findings['grid'] {
  const end = trunk.findIndex((tensor) => tensor.name === block.tensor);
  let map: SpatialShape | null = null;
  for (const tensor of trunk.slice(1, end)) {
    const shape = spatialShape(tensor.dims, batch, picture);
    if (shape && shape.rows * shape.columns <= block.tokens) map = shape;
  }
  if (map) return { rows: map.rows, columns: map.columns, leading: block.tokens - map.rows * map.columns };
  const side = Math.floor(Math.sqrt(block.tokens));
  return { rows: side, columns: side, leading: block.tokens - side * side };
}

/** Numbers of keys that mean the whole picture: places of a stage or tokens, alone or with a class token. */
function attentionKeys(stages: Stage[], blocks: Block[]): Set<number> {
  const keys = new Set<number>();
  for (const { rows, columns } of stages) keys.add(rows * columns).add(rows * columns + 1);
  for (const { tokens } of blocks) keys.add(tokens);
  keys.delete(1);
  return keys;
}

function outputRole(
  name: string,
  dims: number[],
  batch: number,
  picture: { rows: number; columns: number },
): OutputRole {
  if (/saliency|attention|attn/i.test(name)) return 'saliency';
  if (spatialShape(dims, batch, picture)) return 'map';
  return dims.length === 3 ? 'tokens' : 'vector';
}
