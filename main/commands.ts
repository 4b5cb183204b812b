/**
 * The words of the command line: which one runs what, and what is said to a word that is none.
 *
 * Commands are loaded when they are called. Exit codes: 0 done, 1 something failed, 2 the command was not understood.
 */

import { version } from '../package.json';
import { type Host, sentenceOf } from './command-host.ts';
import { UsageError, unknown } from './command-line.ts';
import { sketchCommand, sketchHelp } from './sketch-command.ts';

interface Command {
  summary: string;
  run: (argv: string[], host: Host) => Promise<number>;
}

const COMMANDS: Record<string, Command> = {
  sketch: { summary: 'Turn photos into sketches of Bézier strokes.', run: sketchCommand },
  cutout: {
    summary: 'Cut the subjects of photos out, with transparency or on another ground.',
    run: async (argv, host) => (await import('./cutout-command.ts')).cutoutCommand(argv, host),
  },
  depth: {
    summary: 'Say how near everything in photos is, as pictures or points.',
    run: async (argv, host) => (await import('./depth-command.ts')).depthCommand(argv, host),
  },
  batch: {
    summary: 'Sketch many photos, here or on every machine where a worker waits.',
    run: async (argv, host) => (await import('./queue/batch-command.ts')).batchCommand(argv, host),
  },
  worker: {
    summary: 'Draw the photos of a queue on this machine.',
    run: async (argv, host) => (await import('./queue/worker-command.ts')).workerCommand(argv, host),
  },
  queue: {
    summary: 'Say how the photos of a queue fare.',
    run: async (argv, host) => (await import('./queue/queue-command.ts')).queueCommand(argv, host),
  },
  models: {
    summary: 'List, get, add and remove the models that can be used.',
    run: async (argv, host) => (await import('./models-command.ts')).modelsCommand(argv, host),
  },
  doctor: {
    summary: 'Say what this machine can run networks on.',
    run: async (argv, host) => (await import('./doctor-command.ts')).doctorCommand(argv, host),
  },
  encoder: {
    summary: 'Say what is found in an ONNX image encoder, or check its gradient.',
    run: async (argv) => (await import('./jobs/encoder.ts')).encoderCommand(argv),
  },
};

const HELP_WORDS = ['--help', '-h', 'help'];
const VERSION_WORDS = ['--version', '-v', '-V', 'version'];

/** Runs one command line and returns its exit code; it never throws. */
export async function runCommand(argv: string[], host: Host): Promise<number> {
  const [word, ...rest] = argv;
  try {
    if (word === undefined) {
      host.stderr.write(help(host));
      return 2;
    }
    if (VERSION_WORDS.includes(word)) {
      host.stdout.write(`${version}\n`);
      return 0;
    }
    if (HELP_WORDS.includes(word)) {
      const asked = rest[0];
      if (asked === undefined) host.stdout.write(help(host));
      else return await commandFor(asked).run(['--help'], host);
      return 0;
    }
    return await commandFor(word).run(rest, host);
  } catch (error) {
    host.stderr.write(`lineament: ${sentenceOf(error, host)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function commandFor(word: string): Command {
  if (Object.hasOwn(COMMANDS, word)) return COMMANDS[word]!;
  if (/\.\w{3,4}$/.test(word)) throw new UsageError(`A photo comes after a command: lineament sketch ${word}.`);
  const known = [...Object.keys(COMMANDS), ...(word.startsWith('-') ? ['--help', '--version'] : ['help'])];
  throw new UsageError(unknown(word.startsWith('-') ? 'option' : 'command', word, known));
}

function help({ stdout }: Host): string {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`);
  return `Lineament ${version}: a photo becomes a sketch of Bézier strokes.

Usage: lineament COMMAND ...

${rows.join('\n')}

  lineament COMMAND --help   what a command can do
  lineament --version        which version this is

${sketchHelp(stdout.columns || 80)}`;
}
