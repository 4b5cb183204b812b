/**
 * The benches' figures as a page of the documentation (docs/benchmarks.md), written from what the last run kept.
 *
 * The machine is named by its kind alone. What is not reached, what costs more than its peer and where another way is
 * better is said in sentences, not left to be found in the tables.
 */

import type { Machine, Results } from './results.ts';
import { type BenchRow, reachText, valueText } from './table.ts';

const SYSTEMS: Record<string, string> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

/** Load for each processor from which on times are not those of the machine alone. */
const BUSY = 0.5;

/** What nobody has measured yet; a figure about it would be a guess. */
const NOT_COMPARED = [
  "CLIPasso's published code: `--protocol reference` is our own writing of its method and stands in for it. The original takes minutes on a graphics card; no time of it on the same machine is known to us.",
  'Published CLIP weights: encoders of that shape with random weights were run, so times are right and drawings say nothing.',
  "Any graphics card: all figures are the processor's. On one, an encoder of CLIP's size should gain much, the built-in one little.",
  'Large networks for depth and cut-outs (Depth Anything, SlimSAM, U²-Net): they see more than the small built-in ones; only U2NetP is compared with here.',
];

export interface BenchName {
  name: string;
  about: string;
}

/** The whole page, in Markdown. @param benches in the order in which they are told */
export function benchDocument({ machine, rows, skipped, failed }: Results, benches: BenchName[]): string {
  const told = benches.flatMap(({ name, about }) => {
    const own = rows.filter(({ bench }) => bench === name);
    return own.length ? [`## ${sentenceCase(about)} (\`${name}\`)\n\n${markdownTable(own)}`] : [];
  });
  const missing = [
    ...benches
      .filter(({ name }) => !mentioned(name, rows, skipped, failed))
      .map(({ name }) => `\`${name}\` was not run.`),
    ...skipped.map(({ bench, why }) => `\`${bench}\` was skipped: ${why}`),
    ...failed.map(({ bench, why }) => `\`${bench}\` failed: ${why}`),
  ];
  const sections = [
    '# Benchmarks',
    `\`npm run bench\` measures; \`npm run bench -- --table docs/benchmarks.md\` writes this page from what it kept. Please
change no figure by hand. These are of ${kindOf(machine)}. A ratio compares two things within one run, so that a slow or
busy machine slows both; a time or a size is of that machine alone. *Wanted* is what we set ourselves.`,
    ...told,
    ...busyLine(rows),
    list(
      '## Not reached',
      'Everything that was measured is within what was wanted.',
      rows.filter(isMissed).map(missedLine),
    ),
    list('## Slower or worse than a peer (a ratio above 1 is how much so)', 'Nothing that was measured.', [
      ...rows.flatMap(dearer),
      ...ahead(rows),
    ]),
    list('## Not in the tables', 'Every bench ran.', missing),
    list('## Not compared', '', NOT_COMPARED),
  ];
  return `${sections.join('\n\n')}\n`;
}

function mentioned(name: string, ...lists: { bench: string }[][]): boolean {
  return lists.some((list) => list.some(({ bench }) => bench === name));
}

/** 'a Linux machine (x64) of 8 cores, Node 24': never its model, maker or name. */
export function kindOf({ platform, arch, cores, node }: Machine): string {
  const major = /^v?(\d+)/.exec(node)?.[1] ?? node;
  return `a ${SYSTEMS[platform] ?? platform} machine (${arch}) of ${cores} core${cores === 1 ? '' : 's'}, Node ${major}`;
}

function markdownTable(rows: BenchRow[]): string {
  const lines = rows.map(({ name, value, unit, reach, met, method }) => {
    const verdict = met === null ? '' : met ? 'yes' : '**no**';
    return `| ${[name, valueText(value, unit), reachText(reach), verdict, method].map(cell).join(' | ')} |`;
  });
  return ['| what | figure | wanted | reached | how it was measured |', '|---|--:|--:|---|---|', ...lines].join('\n');
}

/** A cell holds no bar and no line break. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}

function list(heading: string, none: string, lines: string[]): string {
  return `${heading}\n\n${lines.length ? lines.map((line) => `- ${cell(line)}`).join('\n') : none}`;
}

/** Which benches ran beside other work. */
function busyLine(rows: Results['rows']): string[] {
  const busy = rows.filter(({ load }) => load >= BUSY);
  if (!busy.length) return [];
  const names = [...new Set(busy.map(({ bench }) => `\`${bench}\``))].join(', ');
  const most = Math.max(...busy.map(({ load }) => load)).toFixed(0);
  return [
    `**Measured on a busy machine:** ${names}, while up to ${most} other programs wanted each processor. Their times are longer than the
machine's own; ratios within a run, shares and counts hold.`,
  ];
}

function isMissed({ met }: BenchRow): boolean {
  return met === false;
}

function missedLine({ name, value, unit, reach }: BenchRow): string {
  return `${sentenceCase(name)}: ${valueText(value, unit)}, wanted ${reachText(reach)}.`;
}

/** A ratio that should be small and is above 1: what is named first costs more than what it is put over. */
function dearer({ name, value, unit, reach }: BenchRow): string[] {
  const isDear = unit === '×' && reach !== null && 'most' in reach && value > 1;
  return isDear ? [`${sentenceCase(name)}: ${valueText(value, unit)}.`] : [];
}

/** Rows with nothing to reach that were measured as one with it was, in the same bench, and are better. */
function ahead(rows: Results['rows']): string[] {
  return rows.flatMap((ours) =>
    rows
      .filter((other) => other.bench === ours.bench && other.unit === ours.unit && other.method === ours.method)
      .filter((other) => other.reach === null && isBetter(other.value, ours))
      .map(
        (other) =>
          `${sentenceCase(other.name)} is better than ${ours.name}: ${valueText(other.value, other.unit)} against ${valueText(ours.value, ours.unit)}.`,
      ),
  );
}

function isBetter(value: number, { reach, value: ours }: BenchRow): boolean {
  if (!reach) return false;
  return 'most' in reach ? value < ours : value > ours;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
