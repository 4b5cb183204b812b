/**
 * Opens a model at a batch and a size and says what was found in it; the first half of `lineament encoder`.
 *
 * A file that leaves its picture's size open still has one in its position embeddings; which, only trying tells.
 */

import { type Graph, ModelError, type StaticGraph } from '../autodiff/graph.ts';
import { type Findings, findPicture, inspect, type PictureInput, pictureDims } from '../autodiff/inspect.ts';
import { ruleOf } from '../autodiff/rules.ts';
import { specialise } from '../autodiff/specialise.ts';
import { needed, reachable } from '../autodiff/structure.ts';
import { evaluateOnce } from '../models/measured-graphs.ts';

/** Sizes that encoders are trained at, the commonest first: tried where neither file nor person names one. */
const COMMON_SIZES = [224, 256, 384, 336, 448, 518, 512, 128, 112, 96, 64, 160, 192, 320, 32];

/** Two pictures a run tell the batch's axis from axes of size one. */
const INSPECTION_BATCH = 2;

export interface OpenedEncoder {
  graph: StaticGraph;
  picture: PictureInput;
  findings: Findings;
  size: number;
}

/**
 * Fixes a model's batch and size and inspects it.
 *
 * @param wanted batch (the file's own or 2 where left out), size in pixels (the file's own, else a common one that it
 *   takes), and interior tensors that must survive
 * @throws ModelError the model cannot take these sizes, or cannot be used at all
 */
export async function openFindings(
  model: Graph,
  wanted: { batch?: number | undefined; size?: number | undefined; keep?: readonly string[] } = {},
): Promise<OpenedEncoder> {
  const picture = findPicture(model);
  const batch = wanted.batch ?? picture.batch ?? INSPECTION_BATCH;
  const fixed = wanted.size ?? picture.rows;
  const sizes = fixed === null ? COMMON_SIZES : [fixed];
  let first: unknown;
  for (const size of sizes) {
    try {
      const input = { name: picture.name, dims: pictureDims(picture, batch, size) };
      const graph = await specialise(model, input, evaluateOnce, wanted.keep);
      return { graph, picture, findings: inspect(graph, picture), size };
    } catch (error) {
      first ??= error;
      if (!(error instanceof ModelError) || !error.message.startsWith('ONNX Runtime')) break;
    }
  }
  throw explain(first, picture, batch, fixed);
}

/** Says what the file is made for, where the asked size or batch is another. */
function explain(error: unknown, picture: PictureInput, batch: number, size: number | null): unknown {
  if (!(error instanceof ModelError)) return error;
  if (size === null) {
    return new ModelError(`the model takes none of the usual picture sizes; say which with --size (${error.message})`);
  }
  const made: string[] = [];
  if (picture.rows !== null && picture.rows !== size) made.push(`pictures of ${picture.rows} px, not ${size}`);
  if (picture.batch !== null && picture.batch !== batch) made.push(`batches of ${picture.batch}, not ${batch}`);
  return made.length > 0 ? new ModelError(`the model is made for ${made.join(' and ')} (${error.message})`) : error;
}

/** How often each operator occurs, and which of those between the picture and what is compared have no rule. */
export function surveyOperators({ graph, picture, findings }: OpenedEncoder): {
  counts: Record<string, number>;
  withoutRule: string[];
} {
  const counts: Record<string, number> = {};
  for (const node of graph.nodes) {
    const name = node.domain ? `${node.domain}.${node.op}` : node.op;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  const compared = [...findings.features, ...(findings.embedding ? [findings.embedding.tensor] : [])];
  const targets = compared.length > 0 ? compared : graph.outputs.map((output) => output.name);
  const active = reachable(graph, [picture.name]);
  const withoutRule = new Set<string>();
  for (const node of needed(graph, targets).nodes) {
    const floats = (names: string[]) => names.some((name) => active.has(name) && graph.types.get(name) === 'float32');
    if (!floats(node.inputs) || !floats(node.outputs)) continue;
    try {
      ruleOf(node);
    } catch {
      withoutRule.add(node.domain ? `${node.domain}.${node.op}` : node.op);
    }
  }
  return {
    counts: Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))),
    withoutRule: [...withoutRule].sort(),
  };
}
