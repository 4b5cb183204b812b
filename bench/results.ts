/**
 * What `npm run bench` keeps in bench/results.json, and how a run of some benches is joined to what was kept before.
 */

import fs from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { BenchRow } from './table.ts';

export interface Machine {
  cpu: string;
  cores: number;
  platform: string;
  arch: string;
  node: string;
}

/** A bench that gave no figures, and why. */
export interface Missing {
  bench: string;
  why: string;
}

export interface KeptRow extends BenchRow {
  bench: string;
  /** What else the machine did when its bench began: the load average of a minute over the processors. */
  load: number;
}

export interface Results {
  machine: Machine;
  rows: KeptRow[];
  skipped: Missing[];
  failed: Missing[];
}

/** What was kept; null where nothing was. @throws where the file holds no JSON */
export function readResults(file: string): Results | null {
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Results) : null;
}

/**
 * The new results, and the kept ones of benches that did not run now: on another machine or Node those are dropped, as
 * figures of two machines do not stand in one table.
 *
 * @param order the benches' names, in the order in which they are told
 */
export function joinResults(kept: Results | null, now: Results, order: string[]): Results {
  if (!kept || !isDeepStrictEqual(kept.machine, now.machine)) return now;
  const ran = new Set([...now.rows, ...now.skipped, ...now.failed].map(({ bench }) => bench));
  const join = <T extends { bench: string }>(before: T[], after: T[]): T[] =>
    [...before.filter(({ bench }) => !ran.has(bench)), ...after].sort(
      (a, b) => order.indexOf(a.bench) - order.indexOf(b.bench),
    );
  return {
    machine: now.machine,
    rows: join(kept.rows, now.rows),
    skipped: join(kept.skipped, now.skipped),
    failed: join(kept.failed, now.failed),
  };
}
