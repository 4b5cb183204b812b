/** Runs commands in process, in a fresh folder with photos that nobody looks into, and with a fake job. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach } from 'vitest';
import type { Host } from '../main/command-host.ts';
import { runCommand } from '../main/commands.ts';
import { fakeSketch } from './jobs/fake-job.ts';

/** Every test of the file starts in a folder of its own; the last one leaves nothing behind. */
export function inFreshFolders(): void {
  const home = process.cwd();
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-cli-')));
  afterAll(() => {
    process.chdir(home);
    fs.rmSync(folder, { recursive: true });
  });
  beforeEach((context) => {
    const here = path.join(folder, context.task.id);
    fs.mkdirSync(path.join(here, 'holiday'), { recursive: true });
    process.chdir(here);
    for (const name of [
      'cat.jpg',
      'holiday/10.jpg',
      'holiday/2.jpg',
      'holiday/broken.png',
      'holiday/notes.txt',
      'holiday/x.svg',
    ])
      fs.writeFileSync(name, '');
  });
}

export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** What a command line says, and its exit code; parts of the host may be replaced. */
export async function run(argv: string[], host: Partial<Host> & { tty?: boolean } = {}): Promise<Run> {
  const streams = { stdout: '', stderr: '' };
  let seconds = 0;
  const code = await runCommand(argv, {
    stdout: { write: (text) => (streams.stdout += text) },
    stderr: { write: (text) => (streams.stderr += text), isTTY: host.tty ?? false, columns: 100 },
    env: {},
    clock: () => (seconds += 0.25),
    signal: new AbortController().signal,
    loadJob: async () => fakeSketch,
    ...host,
  });
  return { code, ...streams };
}
