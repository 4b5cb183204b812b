/**
 * Runs a reader on thousands of seeded cases and says which of them it answered badly.
 *
 * Good answers are a result, or one sentence that a person can use. A case that crashes, gives something else, or drives
 * the process's memory up is written to out/fuzz, and its seed is in the failure; once understood, it goes into corpus/
 * and stays there. A case that never ends would hang the run, so a second thread watches and ends the process, naming
 * the case. FUZZ_CASES=100000 runs more cases, FUZZ_SEED others.
 */

import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Random } from '../../main/sketch/random.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const CASES = process.env['FUZZ_CASES'] ? Number(process.env['FUZZ_CASES']) : null;
const FAILED = path.resolve('out/fuzz');

/** After so many bad answers the rest adds nothing. */
const ENOUGH = 8;
/** Seconds without an end after which a case counts as endless; the slowest good one takes a tenth of one. */
const ENDLESS = 60;
/** Bytes that all cases of a kind together may add to the process's peak. */
const MOST_MEMORY = 1 << 30;
const LONGEST_SENTENCE = 1000;

export interface Trial<Input> {
  kind: string;
  /** How many cases the tests run. */
  cases: number;
  make(random: Random): Input;
  /** Reads the input; what it throws is looked at. */
  run(input: Input): unknown;
  /** The input as a file, for out/fuzz. */
  show(input: Input): Uint8Array | string;
  /** Further faults of a thrown error, by the reader's own rules; null where there is none. */
  flaw?(error: unknown): string | null;
}

/** @returns how many cases gave a result, and how many a sentence. @throws Error with the seeds of the bad answers */
export async function tryCases<Input>(trial: Trial<Input>): Promise<{ read: number; refused: number }> {
  const { kind, make, run, show, flaw = flawOf } = trial;
  const bad: string[] = [];
  const watch = watcher(kind);
  const before = process.resourceUsage().maxRSS;
  let [read, refused] = [0, 0];
  for (let i = 0; i < (CASES ?? trial.cases) && bad.length < ENOUGH; i++) {
    const input = make(new Random(SEED, i));
    watch.next(i);
    try {
      await run(input);
      read++;
    } catch (error) {
      refused++;
      const found = flaw(error);
      if (found === null) continue;
      fs.mkdirSync(FAILED, { recursive: true });
      const file = path.join(FAILED, `${kind}-${SEED}-${i}`);
      fs.writeFileSync(file, show(input));
      const trace = error instanceof Error ? (error.stack ?? error.message).slice(0, 600) : String(error);
      bad.push(`${file}: ${found}\n${trace}`);
    }
  }
  await watch.end();
  // Kilobytes.
  const grown = (process.resourceUsage().maxRSS - before) * 1024;
  if (grown > MOST_MEMORY) bad.push(`the cases drove memory up by ${Math.round(grown / 2 ** 20)} MB`);
  if (bad.length) throw new Error(bad.join('\n\n'));
  return { read, refused };
}

/** What is wrong with an error as an answer to a person; null where it is one clear sentence. */
export function flawOf(error: unknown, { stop = true, start = true } = {}): string | null {
  if (!(error instanceof Error)) return 'what was thrown is no Error';
  const { name, message } = error;
  if (/^(Type|Range|Reference|Syntax|URI|Eval)Error$/.test(name)) return `a ${name} of the program's own`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\u0000-\u001f\u007f]/.test(message)) return 'more than one line, or control characters';
  if (message.length > LONGEST_SENTENCE) return `a sentence of ${message.length} characters`;
  if (stop && !/[.?]$/.test(message)) return 'no full stop at the end';
  if (start && !/^(['"‘“]?[\p{L}\p{N}/]|<|--\w)/u.test(message)) return 'no word at the beginning';
  if (/\bundefined\b|\[object |is not a function|\bE[A-Z]{4,}:/.test(message)) return "a programmer's words";
  return null;
}

/** Ends the process where a case has no end: a thread of its own, as an endless loop holds every timer up. */
function watcher(kind: string): { next(i: number): void; end(): Promise<unknown> } {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const source = `
    const { workerData: { shared, kind, endless } } = require('node:worker_threads');
    const now = () => [Atomics.load(shared, 0), Atomics.load(shared, 1)];
    for (let [last, since] = [-1, Date.now()]; ; ) {
      const [i, over] = now();
      if (over) break;
      if (i !== last) [last, since] = [i, Date.now()];
      if (Date.now() - since > 1000 * endless) {
        require('node:fs').writeSync(2, kind + ': case ' + i + ' does not end.\\n');
        process.kill(process.pid, 'SIGKILL');
      }
      Atomics.wait(shared, 1, 0, 1000);
    }`;
  const worker = new Worker(source, { eval: true, workerData: { shared, kind, endless: ENDLESS } });
  return {
    next: (i) => void Atomics.store(shared, 0, i),
    end: () => {
      Atomics.store(shared, 1, 1);
      Atomics.notify(shared, 1);
      return new Promise((resolve) => worker.once('exit', resolve));
    },
  };
}
