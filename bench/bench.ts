/**
 * `npm run bench [-- NAME...]`: runs the benches, prints a table and writes bench/results.json, where the figures of those
 * that were not named stay. `npm run bench -- --table docs/benchmarks.md` runs none and writes that page from the file.
 *
 * A bench is a row of BENCHES. One that lacks what it needs is skipped and says why; one that fails does not stop the
 * others. The exit code is 1 when a bench failed: figures that are not met are for people to judge, on a machine that
 * they know to be idle.
 */

import os from 'node:os';
import path from 'node:path';
import { nearest, type OptionTable, readOptions, text, UsageError, whole } from '../main/command-line.ts';
import { writeWhole } from '../main/files/whole-file.ts';
import { benchClip } from './clip.ts';
import { benchDepth } from './depth.ts';
import { benchDetail } from './detail.ts';
import { benchDifferentiate } from './differentiate.ts';
import { benchDocument } from './document.ts';
import { benchJudge } from './judge.ts';
import { benchLadder } from './ladder.ts';
import { benchMask } from './mask.ts';
import { benchPage } from './page.ts';
import { benchPhoto } from './photo.ts';
import { benchPointing } from './pointing.ts';
import { benchRaster } from './raster.ts';
import { joinResults, type KeptRow, type Missing, readResults } from './results.ts';
import { benchSketch } from './sketch.ts';
import { benchSoak } from './soak.ts';
import { benchStarts } from './starts.ts';
import { benchStop } from './stop.ts';
import { type Bench, formatTable, Skipped } from './table.ts';

const BENCHES: Bench[] = [
  { name: 'raster', about: 'strokes to pixels and back', run: benchRaster },
  { name: 'differentiate', about: "an encoder's reverse pass", run: benchDifferentiate },
  { name: 'clip', about: "CLIPasso's own encoder, by shape", run: benchClip },
  { name: 'photo', about: 'large photos, and cutting out', run: benchPhoto },
  { name: 'pointing', about: 'objects found by clicks', run: benchPointing },
  { name: 'sketch', about: 'the default sketch: time and memory', run: benchSketch },
  { name: 'stop', about: 'how soon a stop is felt, and prices', run: benchStop },
  { name: 'page', about: 'the page in a real browser', run: benchPage },
  { name: 'ladder', about: 'every level from one run', run: benchLadder },
  { name: 'starts', about: "contours against the reference's starts", run: benchStarts },
  { name: 'detail', about: 'more detail where it is painted', run: benchDetail },
  { name: 'judge', about: 'own photo found from its sketch', run: benchJudge },
  { name: 'soak', about: '200 sketches in one engine: memory', run: benchSoak },
  { name: 'depth', about: 'which of two places is nearer', run: benchDepth },
  { name: 'mask', about: 'the subject found by itself', run: benchMask },
];

const OPTIONS = {
  photos: { value: 'N', read: whole(1, 1000), help: 'Only the first N photos.' },
  steps: { value: 'N', read: whole(1, 100_000), help: "Steps of a sketch's seed, instead of the default." },
  table: { value: 'PAGE', read: text, help: 'Run nothing; write the kept figures as a page.' },
} satisfies OptionTable;

const RESULTS = path.resolve('bench/results.json');

function chosen(words: string[]): Bench[] {
  for (const word of words) {
    if (BENCHES.some(({ name }) => name === word)) continue;
    const names = BENCHES.map(({ name }) => name);
    const near = nearest(word, names);
    throw new UsageError(
      `There is no bench '${word}'; ${near ? `did you mean ${near}?` : `there are ${names.join(', ')}.`}`,
    );
  }
  return words.length ? BENCHES.filter(({ name }) => words.includes(name)) : BENCHES;
}

async function main(argv: string[]): Promise<number> {
  const { values, words } = readOptions(argv, OPTIONS);
  if (values.table !== undefined) return writePage(values.table);
  const benches = chosen(words);
  const rows: KeptRow[] = [];
  const skipped: Missing[] = [];
  const failed: Missing[] = [];
  for (const { name, about, run } of benches) {
    process.stderr.write(`${name}: ${about}\n`);
    const load = os.loadavg()[0]! / os.cpus().length;
    const say = (line: string) => process.stderr.write(`  ${line}\n`);
    try {
      const found = await run({ photos: values.photos ?? null, steps: values.steps ?? null, say });
      rows.push(...found.map((row) => ({ bench: name, load, ...row })));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      (error instanceof Skipped ? skipped : failed).push({ bench: name, why });
      say(`${error instanceof Skipped ? 'skipped' : 'FAILED'}: ${why}`);
    }
  }
  if (rows.length) process.stdout.write(`\n${formatTable(rows)}\n`);
  for (const { bench, why } of skipped) process.stdout.write(`${bench} was skipped: ${why}\n`);
  for (const { bench, why } of failed) process.stdout.write(`${bench} FAILED: ${why}\n`);
  const { platform, arch, version } = process;
  const cores = os.cpus();
  const machine = { cpu: cores[0]?.model ?? 'unknown', cores: cores.length, platform, arch, node: version };
  const order = BENCHES.map(({ name }) => name);
  const results = joinResults(readResults(RESULTS), { machine, rows, skipped, failed }, order);
  await writeWhole(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  return failed.length ? 1 : 0;
}

async function writePage(page: string): Promise<number> {
  const results = readResults(RESULTS);
  if (!results) throw new UsageError('There are no figures yet: run npm run bench first.');
  await writeWhole(path.resolve(page), benchDocument(results, BENCHES));
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 2;
}
