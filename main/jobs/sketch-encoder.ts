/**
 * The encoder that a sketch's settings ask for, opened and ready to compare: the built-in one, or any ONNX file, whose
 * interior is found by inspection.
 */

import fs from 'node:fs';
import path from 'node:path';
import type { Findings } from '../autodiff/inspect.ts';
import { readBuiltInEncoder } from '../models/built-in.ts';
import type { Encoder } from '../models/encoder.ts';
import { readEncoderFile } from '../models/encoder-file.ts';
import { type Arrangement, type EncoderParts, type MapPart, openEncoder } from '../models/onnx-encoder.ts';
import { CLIP_MEAN, CLIP_STD } from '../sketch/reference-starts.ts';
import { openFindings } from './encoder-findings.ts';
import type { SketchSettings } from './sketch.ts';

/** Pixels across at which the built-in encoder looks: more was no better with the same steps. */
const BUILT_IN_SIDE = 128;

const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
const CLIP = { mean: CLIP_MEAN, std: CLIP_STD };
const HALF = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

export interface OpenedForSketch {
  encoder: Encoder;
  /** What the person should know of it. */
  notes: string[];
}

/**
 * @param views drawings compared in one run
 * @throws one sentence: no such file, no encoder, not differentiable
 */
export async function openChosenEncoder(
  { encoder: choice, fidelity, threads }: SketchSettings,
  views: number,
  objective: 'direction' | 'paper',
): Promise<OpenedForSketch> {
  const options = { views, objective, ...(threads === null ? {} : { threads }) };
  if (choice === 'built-in') {
    const parts = await readBuiltInEncoder();
    return { encoder: await openEncoder(parts, { ...options, side: BUILT_IN_SIDE }), notes: [] };
  }
  if (!choice.toLowerCase().endsWith('.onnx') && !fs.existsSync(choice))
    throw new Error(`There is no encoder '${choice}': expected built-in, or the path of an ONNX file.`);
  const { parts, side, notes } = await partsOfFile(choice, objective === 'paper' ? null : fidelity);
  return { encoder: await openEncoder(parts, { ...options, side }), notes };
}

/** @param fidelity which depth of features counts; null for those that the paper compares */
async function partsOfFile(
  file: string,
  fidelity: number | null,
): Promise<{ parts: EncoderParts; side: number; notes: string[] }> {
  const { graph } = readEncoderFile(file);
  const { findings, picture, size, graph: still } = await openFindings(graph);
  const { grid } = findings;
  const maps = fidelity === null ? paperMaps(findings) : mapsAt(findings, fidelity);
  const normalise = normalisesItself(still.nodes, picture.name) ? null : guessNormalisation(file);
  const named = Object.entries({ "CLIP's": CLIP, "ImageNet's": IMAGENET, '(x − ½) / ½': HALF }).find(
    ([, values]) => values === normalise,
  );
  const keys = grid ? grid.leading + grid.rows * grid.columns : 0;
  // A query of a class token, or of a pooling probe, says where the whole was seen; a patch's own does not.
  const looking = findings.attention.filter(
    (attention) => grid && attention.keys === keys && (attention.kind === 'pool' || grid.leading > 0),
  );
  return {
    parts: {
      name: path.basename(file),
      graph,
      input: picture.name,
      inputLayout: picture.layout,
      normalise,
      maps,
      embedding: findings.embedding?.tensor ?? null,
      saliency: looking.map(({ tensor }) => ({ tensor, kind: 'attention' })),
      grid: grid && { rows: grid.rows, columns: grid.columns, skip: grid.leading },
    },
    side: size,
    notes: named
      ? [`${path.basename(file)} is given pixels normalised by ${named[0]} mean and deviation: a guess.`]
      : [],
  };
}

function paperMaps(findings: Findings): MapPart[] {
  const all = allMaps(findings);
  return findings.features.map((tensor) => all.find((map) => map.tensor === tensor)!);
}

/** Two maps about a depth: the middle of the network at ½, its beginning at 1, its end at 0. */
function mapsAt(findings: Findings, fidelity: number): MapPart[] {
  const all = allMaps(findings);
  if (all.length <= 2) return all;
  const gap = Math.max(1, Math.round(all.length / 6));
  // A stage that is but a stem knows edges alone, so the beginning is the second map.
  const first = Math.round(1 + (1 - fidelity) * (all.length - 2 - gap) * (findings.family === 'cnn' ? 0.999 : 1));
  const at = Math.min(Math.max(fidelity > 0.9 ? 0 : 1, first), all.length - 1 - gap);
  return [all[at]!, all[at + gap]!];
}

function allMaps({ family, stages, blocks, grid }: Findings): MapPart[] {
  if (family === 'cnn')
    return stages.map(({ tensor, layout, rows, columns }) => ({
      tensor,
      ...(layout === 'tokens'
        ? { arrangement: 'batch-first' as Arrangement, grid: { rows, columns, skip: 0 } }
        : { arrangement: layout }),
    }));
  return blocks.map(({ tensor, layout }) => ({
    tensor,
    arrangement: layout === 'map' ? 'channels-last' : layout,
    ...(grid ? { grid: { rows: grid.rows, columns: grid.columns, skip: grid.leading } } : {}),
  }));
}

/** Whether the first thing that happens to the picture is arithmetic with constants: it takes pixels as they are. */
function normalisesItself(nodes: { op: string; inputs: string[]; outputs: string[] }[], input: string): boolean {
  let name = input;
  for (;;) {
    const next = nodes.filter((node) => node.inputs.includes(name));
    if (next.length !== 1) return false;
    const [node] = next as [(typeof next)[0]];
    if (['Sub', 'Div', 'Mul', 'Add', 'BatchNormalization'].includes(node.op)) return true;
    if (!['Identity', 'Cast', 'Transpose', 'Reshape', 'Resize'].includes(node.op)) return false;
    name = node.outputs[0]!;
  }
}

function guessNormalisation(file: string): { mean: number[]; std: number[] } {
  const name = path.basename(file).toLowerCase();
  if (name.includes('siglip')) return HALF;
  return name.includes('clip') || name.includes('vision_model') || name.includes('visual') ? CLIP : IMAGENET;
}
