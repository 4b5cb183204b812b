/**
 * What `lineament encoder` prints: the findings as a table for a person, or as JSON for a program.
 */

import type { Graph } from '../autodiff/graph.ts';
import type { OpenedEncoder } from './encoder-findings.ts';
import { surveyOperators } from './encoder-findings.ts';

/** Everything known of an encoder file; the JSON output is exactly this. */
export function describeEncoder(file: string, hash: string, bytes: number, model: Graph, opened: OpenedEncoder) {
  const { findings, picture, size } = opened;
  const { counts, withoutRule } = surveyOperators(opened);
  return {
    file,
    sha256: hash,
    bytes,
    opset: model.opset,
    family: findings.family,
    size,
    input: {
      name: picture.name,
      dims: findings.input.dims,
      layout: findings.input.layout,
      fixed: { batch: picture.batch, rows: picture.rows, columns: picture.columns },
    },
    embedding: findings.embedding,
    features: findings.features,
    stages: findings.stages,
    blocks: findings.blocks,
    grid: findings.grid,
    attention: findings.attention,
    outputs: findings.outputs,
    operators: counts,
    withoutRule,
  };
}

export type EncoderReport = ReturnType<typeof describeEncoder>;

/** The report as lines of aligned columns. */
export function formatReport(report: EncoderReport): string {
  const { input, embedding, grid } = report;
  const batched = (dims: number[]) => `[B, ${dims.slice(1).join(', ')}]`;
  const { batch, rows } = input.fixed;
  const rowsOf: [string, string, string][] = [
    ['file', report.file, `${(report.bytes / 1e6).toFixed(1)} MB, opset ${report.opset}`],
    ['input', input.name, `${batched(input.dims)}, ${fixedWords(batch, rows)}`],
    [
      'family',
      report.family,
      report.family === 'vit' ? `${report.blocks.length} blocks` : `${report.stages.length} stages`,
    ],
    ['embedding', embedding?.tensor ?? 'none', embedding ? batched(embedding.dims) : ''],
    ...report.stages.map((stage, i): [string, string, string] => [
      `stage ${i + 1}`,
      stage.tensor,
      `${stage.channels} channels, ${stage.rows}×${stage.columns}, stride ${stage.stride}`,
    ]),
    ...report.blocks.map((block, i): [string, string, string] => [
      `block ${i + 1}`,
      block.tensor,
      `${block.tokens} tokens of ${block.channels}`,
    ]),
    ...report.attention.map((found, i): [string, string, string] => [
      `${found.kind === 'pool' ? 'pooling' : 'attention'} ${i + 1}`,
      found.tensor,
      `${found.heads} heads, ${found.queries} × ${found.keys}`,
    ]),
  ];
  if (grid) {
    const leading = grid.leading === 1 ? '1 token' : `${grid.leading} tokens`;
    rowsOf.push(['patches', `${grid.rows}×${grid.columns}`, `after ${leading} for the whole picture`]);
  }
  for (const output of report.outputs) rowsOf.push(['output', output.name, `${batched(output.dims)}, ${output.role}`]);
  rowsOf.push(['compared', report.features.join(', ') || 'nothing found; name tensors with --features', '']);
  const operators = Object.entries(report.operators).map(([name, times]) => `${name} ${times}`);
  rowsOf.push(['operators', operators.join(', '), '']);
  rowsOf.push(['no rule', report.withoutRule.join(', ') || 'none: the gradient can be computed', '']);
  return `${align(rowsOf)}\n`;
}

function fixedWords(batch: number | null, rows: number | null): string {
  const parts = [
    batch === null ? 'any batch' : `batch fixed at ${batch}`,
    rows === null ? 'any size' : `size fixed at ${rows}`,
  ];
  return parts.join(', ');
}

/** Longest name that still gets a column; longer ones push theirs to the right. */
const COLUMN = 60;

function align(rows: [string, string, string][]): string {
  const width = (column: 0 | 1) =>
    Math.min(COLUMN, Math.max(...rows.filter((row) => row[2] !== '').map((row) => row[column].length)));
  const [first, second] = [Math.max(...rows.map((row) => row[0].length)), width(1)];
  return rows
    .map(([a, b, c]) => `${a.padEnd(first)}  ${c === '' ? b : `${b.padEnd(second)}  ${c}`}`.trimEnd())
    .join('\n');
}
