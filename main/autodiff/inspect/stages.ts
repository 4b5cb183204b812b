/**
 * The stages of a network that looks at a picture ever more coarsely: what stands on the trunk before each drop in
 * resolution.
 *
 * "Before the drop" means the output of the last block, not the last tensor: the next block often begins, still at the
 * old resolution, with a norm (ConvNeXt), a padding (TensorFlow's SAME) or a widening 1×1 convolution (MobileNets),
 * which are stepped back over. What a strided stem makes at half the picture's size is no stage: stage 1 is layer1 of a
 * ResNet, stages.0 of a ConvNeXt. A network that begins at full resolution (U-Net, VGG) has its first stage there.
 */

import type { StaticGraph } from '../graph.ts';
import { convolution, isActivation, isAffine, isLayout, isNorm, joined } from './regions.ts';
import { type SpatialShape, spatialShape, type TrunkTensor } from './trunk.ts';

/** One stage's output. */
export interface Stage extends Omit<SpatialShape, 'layout'> {
  tensor: string;
  /** [B, C, h, w]; [B, h, w, C]; or, in hierarchical transformers, [B, h·w, C]. */
  layout: SpatialShape['layout'] | 'tokens';
  /** Picture pixels a place is apart, rounded. */
  stride: number;
}

/** A side that shrinks to less than this is a drop in resolution; a convolution without padding shrinks it less. */
const DROP = 0.75;

/** Rows of a map over rows of the picture: below this a stem is done, and stages begin. */
const STEM = 0.4;

type MapShape = Omit<Stage, 'tensor' | 'stride'>;

/** Trunk tensors of one resolution. */
interface Level {
  shape: MapShape;
  /** Indices into the trunk, of maps alone. */
  members: number[];
}

/**
 * The stages along a trunk, finest first.
 *
 * @param picture rows and columns of the input
 */
export function findStages(
  graph: StaticGraph,
  trunk: TrunkTensor[],
  batch: number,
  picture: { rows: number; columns: number },
): Stage[] {
  const levels = findLevels(trunk, batch, picture);
  const beginsStrided = !levels[0]?.members.some((i) => trunk[i]!.region.some((node) => node.op === 'Conv'));
  const stages: Stage[] = [];
  levels.forEach((level, i) => {
    if (i === 0 && beginsStrided) return;
    if (i === 1 && beginsStrided && level.shape.rows > STEM * picture.rows && levels.length > 2) return;
    const next = levels[i + 1];
    const end = next ? beforeDrop(graph, trunk, level, next.members[0]!) : lastBlock(graph, trunk, level);
    const tensor = trunk[end]!;
    const shape = mapShape(tensor.dims, batch, picture);
    if (!shape) return;
    stages.push({ tensor: tensor.name, ...shape, stride: Math.round(picture.rows / level.shape.rows) });
  });
  return stages;
}

/** A trunk tensor's shape as a map; tokens without a class token are one too. */
function mapShape(dims: number[], batch: number, picture: { rows: number; columns: number }): MapShape | null {
  if (dims.length !== 3 || dims[0] !== batch) return spatialShape(dims, batch, picture);
  const [, places, channels] = dims as [number, number, number];
  const rows = Math.sqrt((places * picture.rows) / picture.columns);
  const columns = places / rows;
  const whole = Number.isInteger(rows) && Number.isInteger(columns) && places > 1 && rows <= picture.rows;
  return whole ? { channels, rows, columns, layout: 'tokens' } : null;
}

function findLevels(trunk: TrunkTensor[], batch: number, picture: { rows: number; columns: number }): Level[] {
  const levels: Level[] = [];
  trunk.forEach((tensor, i) => {
    const shape = mapShape(tensor.dims, batch, picture);
    if (!shape) return;
    const level = levels.at(-1);
    if (!level || shape.rows <= DROP * level.shape.rows || shape.columns <= DROP * level.shape.columns) {
      // What is pooled to one place is no map, unless the picture itself is tiny.
      if (level && shape.rows === 1 && shape.columns === 1 && isPooled(tensor)) return;
      // A few vectors after a convolutional map are a pooling head's, not tokens.
      if (level && shape.layout === 'tokens' && level.shape.layout === 'channels-first') return;
      levels.push({ shape, members: [i] });
    } else level.members.push(i);
  });
  return levels;
}

const POOLS: ReadonlySet<string> = new Set(['GlobalAveragePool', 'GlobalMaxPool', 'ReduceMean', 'ReduceMax']);

const isPooled = (tensor: TrunkTensor) =>
  tensor.region.some((node) => POOLS.has(node.op) || node.op === 'AveragePool') ||
  tensor.region.every((node) => node.op !== 'Conv' && node.op !== 'MaxPool');

/** Index of the output of the last block before the trunk tensor `drop`, the first of the next level. */
function beforeDrop(graph: StaticGraph, trunk: TrunkTensor[], level: Level, drop: number): number {
  const [first] = level.members as [number];
  let end = level.members.at(-1)!;
  const stepBack = (index: number) => Math.max(first, index - 1);
  const overGlue = (index: number): number => {
    let end = index;
    for (let i = index; i > first; i--) {
      const tensor = trunk[i]!;
      if (convolution(graph, tensor) || joins(graph, tensor)) break;
      const norm = isNorm(graph, tensor);
      // A norm right after a convolution belongs to it.
      if (norm && convolution(graph, trunk[i - 1]!)) break;
      if (norm || (isLayout(tensor) && end === i)) end = i - 1;
      // Scale, shift and activation are glue only where a norm stands before them.
      else if (!isLayout(tensor) && !isAffine(tensor) && !isActivation(graph, tensor)) break;
    }
    return end;
  };
  end = overGlue(end);
  if (!convolution(graph, trunk[drop]!)?.depthwise) return end;

  // A MobileNet's block: 1×1 wider, norm, activation, then the depthwise convolution that drops.
  let start = end;
  if (isActivation(graph, trunk[start]!)) start = stepBack(start);
  while (start > first && isAffine(trunk[start]!) && !convolution(graph, trunk[start]!)) start = stepBack(start);
  const wider = convolution(graph, trunk[start]!);
  if (!wider?.pointwise || wider.channelsOut <= wider.channelsIn || start === first) return end;
  const source = stepBack(start);
  // MobileNetV1's pairs of depthwise and 1×1 convolutions widen too, but there the pair is the block.
  if (isActivation(graph, trunk[source]!)) {
    let before = stepBack(source);
    while (before > first && isAffine(trunk[before]!) && !convolution(graph, trunk[before]!)) before--;
    return convolution(graph, trunk[before]!)?.depthwise ? end : overGlue(source);
  }
  // MobileNetV4's block may begin with another depthwise convolution, without an activation.
  let lead = source;
  while (lead > first && isAffine(trunk[lead]!) && !convolution(graph, trunk[lead]!) && !joins(graph, trunk[lead]!)) {
    lead = stepBack(lead);
  }
  return overGlue(lead > first && convolution(graph, trunk[lead]!)?.depthwise ? stepBack(lead) : source);
}

const joins = (graph: StaticGraph, tensor: TrunkTensor) => joined(graph, tensor).length > 0;

/** Index of the last block's output in a level that no drop follows: the last sum, else the last map. */
function lastBlock(graph: StaticGraph, trunk: TrunkTensor[], level: Level): number {
  const { members } = level;
  for (let i = members.length - 1; i >= 0; i--) {
    const index = members[i]!;
    if (!joins(graph, trunk[index]!) && !isProjection(graph, trunk, index)) continue;
    const next = members[i + 1];
    return next === index + 1 && isActivation(graph, trunk[next]!) ? next : index;
  }
  return members.at(-1)!;
}

/** A 1×1 convolution to fewer channels without an activation: how a MobileNet's block ends. */
function isProjection(graph: StaticGraph, trunk: TrunkTensor[], index: number): boolean {
  const conv = convolution(graph, trunk[index]!);
  if (!conv?.pointwise || conv.channelsOut >= conv.channelsIn) return false;
  const next = trunk[index + 1];
  return !next || !(isActivation(graph, next) || isNorm(graph, next));
}
