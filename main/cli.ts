#!/usr/bin/env node
/**
 * The command line's entry: it joins the commands to this process, its streams and its signals.
 *
 * A run that is stopped by a signal writes the best so far and ends with 130 (Ctrl-C) or 143; a second signal ends it
 * at once. All other exit codes are the command's own.
 */

import { runCommand } from './commands.ts';

/** How a signal ends the process, by the shell's custom of 128 + its number. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

const stop = new AbortController();
let code: number | null = null;
for (const [signal, exit] of Object.entries(SIGNALS))
  process.on(signal, () => {
    if (code !== null) process.exit(exit);
    code = exit;
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[KStopping; once more to quit at once.\n');
    stop.abort();
  });

// A reader that has seen enough (`| head`) closes the pipe; the files are still wanted.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

const finished = await runCommand(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  clock: () => performance.now() / 1000,
  signal: stop.signal,
  loadJob: async () => (await import('./jobs/sketch.ts')).sketchPhoto,
});
process.exitCode = code ?? finished;
