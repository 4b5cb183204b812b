/**
 * `lineament models`: what models there are, getting and removing them, adding one's own.
 *
 * Nothing is downloaded before its size, source and licence were shown and agreed to, once a file.
 */

import { createInterface } from 'node:readline/promises';
import type { Host } from './command-host.ts';
import { choice, helpOf, type OptionTable, readOptions, text, UsageError, unknown } from './command-line.ts';
import type { ShelfModel } from './jobs/model-shelf.ts';

const OPTIONS = {
  yes: { short: 'y', help: 'get: agree to the licence that is shown, without being asked.' },
  name: { value: 'NAME', read: text, help: "add: what to call it; without it, the file's name." },
  normalisation: {
    value: 'N',
    read: choice('clip', 'imagenet', 'half', 'none'),
    help: 'add: how its pixels are normalised; without it, found in the file or guessed.',
  },
  mirror: { value: 'URL', read: text, help: 'get: another origin to get files from; else LINEAMENT_MIRROR.' },
  json: { help: 'list: as JSON.' },
  help: { short: 'h', help: 'This help.' },
} satisfies OptionTable;

type Values = ReturnType<typeof readOptions<typeof OPTIONS>>['values'];
type Ask = (question: string) => Promise<boolean | null>;
interface Call {
  values: Values;
  host: Host;
  ask: Ask;
}

const ACTIONS: Record<string, { usage: string; about: string; names: number | null; run: Action }> = {
  list: { usage: 'list', about: 'every model, what it is for, its size and whether it is here', names: 0, run: list },
  get: { usage: 'get NAME', about: 'download one; goes on where it was stopped', names: 1, run: get },
  add: { usage: 'add FILE', about: 'keep an ONNX encoder of your own under a name', names: 1, run: add },
  remove: { usage: 'remove NAME', about: "take a model's files away", names: 1, run: remove },
  verify: { usage: 'verify [NAME]', about: 'check size and hash of what is here', names: null, run: verify },
  path: { usage: 'path [NAME]', about: 'the models folder, or a model’s file', names: null, run: pathOf },
};
type Action = (name: string | undefined, call: Call) => Promise<number>;

/**
 * Runs the command.
 * @param ask puts a question to the person; null where nobody can answer
 * @returns the exit code
 * @throws UsageError when the words make no sense: nothing was done then
 */
export async function modelsCommand(argv: string[], host: Host, ask: Ask = askOnTerminal): Promise<number> {
  const { values, words } = readOptions(argv, OPTIONS);
  if (values.help) {
    host.stdout.write(help(host.stdout.columns || 80));
    return 0;
  }
  const [word = 'list', ...names] = words;
  const action = Object.hasOwn(ACTIONS, word) ? ACTIONS[word] : undefined;
  if (!action) throw new UsageError(unknown('action', word, Object.keys(ACTIONS)));
  if (names.length > (action.names ?? 1) || (action.names === 1 && !names.length))
    throw new UsageError(`Expected lineament models ${action.usage}, not ${names.length} names.`);
  return action.run(names[0], { values, host, ask });
}

async function list(_name: string | undefined, { values, host }: Call): Promise<number> {
  const { listModels, USES } = await import('./jobs/model-shelf.ts');
  const { models, fault } = await listModels();
  if (fault) host.stderr.write(`${fault}\n`);
  if (values.json) {
    const rows = models.map(({ entry, state, own, received }) => ({ ...entry, state, own, received }));
    host.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return 0;
  }
  const rows = models.map(({ entry, state, received }) => [
    entry.name,
    USES[entry.purpose],
    `${entry.megabytes} MB`,
    stateWords(state, received, entry.bytes),
    entry.licence.name,
  ]);
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    host.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd()}\n`,
    );
  return 0;
}

function stateWords(state: ShelfModel['state'], received: number, bytes: number | null): string {
  if (state === 'paused' && bytes) return `paused at ${Math.floor((100 * received) / bytes)} %`;
  return state;
}

async function get(name: string | undefined, { values, host, ask }: Call): Promise<number> {
  const { agree, hasAgreed, modelOf, withNeeds } = await import('./jobs/model-shelf.ts');
  const { downloadModel } = await import('./jobs/model-download.ts');
  const { entry: wanted, own } = await modelOf(name!);
  if (own) throw new Error(`${name} is your own file: there is nothing to download.`);
  for (const entry of await withNeeds(wanted)) {
    if ((await modelOf(entry.name)).state === 'here') {
      host.stdout.write(`${entry.title} is here already.\n`);
      continue;
    }
    const { title, megabytes, licence, url } = entry;
    host.stderr.write(
      `${title}: ${megabytes} MB from ${new URL(url).host}.\nLicence: ${licence.name}. ${licence.terms}\n`,
    );
    if (!(await hasAgreed(entry))) {
      const agreed = values.yes ? true : await ask('Download it?');
      if (agreed === null) throw new Error('Nobody is there to agree to the licence: add --yes to agree to it.');
      if (!agreed) return 1;
      await agree(entry);
    }
    const file = await downloadModel(entry, {
      signal: host.signal,
      ...(values.mirror === undefined ? {} : { mirror: values.mirror }),
      onProgress: ({ received, total }) => {
        if (host.stderr.isTTY && total) host.stderr.write(`\r\x1b[K${Math.floor((100 * received) / total)} %`);
      },
    }).catch((error: Error) => {
      if (error.name !== 'AbortError') throw error;
      throw new Error(`${title} was paused; the same command goes on from there.`);
    });
    host.stderr.write(host.stderr.isTTY ? '\r\x1b[K' : '');
    host.stdout.write(`${file}\n`);
  }
  return 0;
}

async function add(file: string | undefined, { values, host }: Call): Promise<number> {
  const { listModels } = await import('./jobs/model-shelf.ts');
  const { addOwnModel } = await import('./jobs/own-models.ts');
  const taken = ['built-in', ...(await listModels()).models.map(({ entry }) => entry.name)];
  const { name, normalisation } = values;
  const added = await addOwnModel(file!, { name, normalisation, taken });
  for (const note of added.notes) host.stderr.write(`${note} --normalisation says another.\n`);
  host.stdout.write(`Added: lineament sketch --encoder ${added.name}\n`);
  return 0;
}

async function remove(name: string | undefined, { host }: Call): Promise<number> {
  const { modelOf, removeModel } = await import('./jobs/model-shelf.ts');
  const model = await modelOf(name!);
  const was = await removeModel(model);
  host.stdout.write(was ? `${model.entry.title} was removed.\n` : `${model.entry.title} was not here.\n`);
  return 0;
}

async function verify(name: string | undefined, { host }: Call): Promise<number> {
  const { listModels, verifyModel } = await import('./jobs/model-shelf.ts');
  const shelf = name === undefined ? await listModels() : null;
  if (shelf?.fault) host.stderr.write(`${shelf.fault}\n`);
  const names = shelf ? shelf.models.map(({ entry }) => entry.name) : [name!];
  const models = await Promise.all(names.map((one) => verifyModel(one)));
  for (const { entry, state, fault } of models) {
    if (fault) host.stderr.write(`${fault}\n`);
    else if (state === 'here') host.stdout.write(`${entry.name}: right, ${entry.sha256}\n`);
    else if (name !== undefined) host.stderr.write(`${entry.title} is not here.\n`);
  }
  const isWrong = models.some(({ state }) => state === 'damaged' || (name !== undefined && state !== 'here'));
  return shelf?.fault || isWrong ? 1 : 0;
}

async function pathOf(name: string | undefined, { host }: Call): Promise<number> {
  const { findModel, modelOf, modelsFolder } = await import('./jobs/model-shelf.ts');
  host.stdout.write(`${name === undefined ? modelsFolder() : await findModel((await modelOf(name)).entry)}\n`);
  return 0;
}

/** A question on the terminal; null where there is none. */
async function askOnTerminal(question: string): Promise<boolean | null> {
  if (!process.stdin.isTTY) return null;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^\s*y(es)?\s*$/i.test(await lines.question(`${question} [y/N] `));
  } finally {
    lines.close();
  }
}

function help(columns: number): string {
  const rows = Object.values(ACTIONS).map(({ usage, about }) => `  ${usage.padEnd(14)} ${about}`);
  return `Usage: lineament models [ACTION] [options]

${rows.join('\n')}

${helpOf(OPTIONS, Math.min(columns, 110))}
`;
}
