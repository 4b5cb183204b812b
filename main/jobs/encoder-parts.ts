/**
 * Which tensors of an encoder's file a sketch compares, and how its pixels go in.
 *
 * A file says neither: its interior is found by inspection, and how pixels are normalised is seen from its first
 * operators or guessed from its name, unless the catalogue knows.
 */

import path from 'node:path';
import { ModelError } from '../autodiff/graph.ts';
import type { Findings } from '../autodiff/inspect.ts';
import type { Normalisation } from '../models/catalogue.ts';
import { readEncoderFile } from '../models/encoder-file.ts';
import type { Arrangement, EncoderParts, MapPart } from '../models/onnx-encoder.ts';
import { CLIP_MEAN, CLIP_STD } from '../sketch/reference-starts.ts';
import { openFindings, surveyOperators } from './encoder-findings.ts';

/** What pixels are normalised by, by the name that a person gives. */
export const NORMALISATIONS = {
  clip: { mean: CLIP_MEAN, std: CLIP_STD },
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  half: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  none: { mean: [0, 0, 0], std: [1, 1, 1] },
} satisfies Record<string, Normalisation>;

/** What the catalogue says of an encoder and its file does not. */
export interface KnownOfEncoder {
  normalisation: Normalisation;
  /** Encoder pixels across its picture. */
  side: number;
}

export interface PartsOfFile {
  parts: EncoderParts;
  /** Encoder pixels across its picture. */
  side: number;
  /** What the person should know: what was guessed. */
  notes: string[];
  /** Operators on the way to what is compared that cannot be differentiated. */
  withoutRule: string[];
}

/**
 * Reads an encoder's file and finds its parts.
 *
 * @param file path of the .onnx file
 * @param fidelity which depth of features counts, 0 (deep) to 1 (early); null for those that the paper compares
 * @param known what the catalogue says of it; without it, both are found or guessed
 * @throws ModelError the file cannot be read or is no encoder, in one sentence
 */
export async function readEncoderParts(
  file: string,
  fidelity: number | null,
  known: KnownOfEncoder | null = null,
): Promise<PartsOfFile> {
  const { graph, hash } = readEncoderFile(file);
  const opened = await openFindings(graph, { size: known?.side });
  const { findings, picture, size, graph: still } = opened;
  const { grid } = findings;
  const maps = fidelity === null ? paperMaps(findings) : mapsAt(findings, fidelity);
  const guess = known || normalisesItself(still.nodes, picture.name) ? null : guessNormalisation(file);
  if (maps.length === 0 && !findings.embedding)
    throw new ModelError(
      `in ${path.basename(file)} neither stages, blocks nor an embedding were found that a drawing could be compared by; use another encoder`,
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
      hash,
      input: picture.name,
      inputLayout: picture.layout,
      batch: picture.batch,
      normalise: known?.normalisation ?? guess,
      maps,
      embedding: findings.embedding?.tensor ?? null,
      saliency: looking.map(({ tensor, queries }) => ({ tensor, kind: 'attention', queries })),
      grid: grid && { rows: grid.rows, columns: grid.columns, skip: grid.leading },
    },
    side: size,
    notes: guess ? [`${path.basename(file)} is given pixels normalised by ${nameOf(guess)}: a guess.`] : [],
    withoutRule: surveyOperators(opened).withoutRule,
  };
}

/**
 * What the published code compares: the second and third stage of a CNN, the third and fourth block of a ViT (its weights
 * are 0, 0, 1, 1, 0 in either case, but a CNN's first is of the stem).
 */
function paperMaps(findings: Findings): MapPart[] {
  const all = allMaps(findings);
  if (findings.family === 'vit' && all.length > 3) return all.slice(2, 4);
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

function guessNormalisation(file: string): Normalisation {
  const name = path.basename(file).toLowerCase();
  if (name.includes('siglip')) return NORMALISATIONS.half;
  return name.includes('clip') || name.includes('vision_model') || name.includes('visual')
    ? NORMALISATIONS.clip
    : NORMALISATIONS.imagenet;
}

function nameOf(guess: Normalisation): string {
  return guess === NORMALISATIONS.half
    ? '(x − ½) / ½'
    : `${guess === NORMALISATIONS.clip ? "CLIP's" : "ImageNet's"} mean and deviation`;
}
