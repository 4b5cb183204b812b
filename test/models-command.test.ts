/** `lineament models` over a folder made here, with the catalogue that ships and a mirror on this machine. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Host } from '../main/command-host.ts';
import { UsageError } from '../main/command-line.ts';
import { modelsCommand } from '../main/models-command.ts';
import { startUnreliable } from './jobs/unreliable-server.ts';
import { FIXTURE } from './models/small-vit.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-models-'));
  vi.stubEnv('LINEAMENT_MODELS', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true });
});

/** Runs a command line; what was said to whom. */
async function run(argv: string[], answer: boolean | null = null) {
  const said = { out: '', err: '', asked: 0 };
  const stream = (name: 'out' | 'err') => ({ write: (text: string) => void (said[name] += text), columns: 80 });
  const host = { stdout: stream('out'), stderr: stream('err'), signal: new AbortController().signal };
  const code = await modelsCommand(argv, host as unknown as Host, async () => {
    said.asked++;
    return answer;
  });
  return { code, ...said };
}

test('every model is listed with its use, size, state and licence; also as JSON', async () => {
  fs.writeFileSync(path.join(folder, 'u2netp.onnx.part'), new Uint8Array(457_487));
  fs.writeFileSync(path.join(folder, 'slimsam.onnx'), 'cut short');
  const { out, code } = await run(['list']);
  expect(code).toBe(0);
  expect(out).toMatch(/^clip-rn101 +sketching +\d+ MB +absent +MIT for the code/m);
  expect(out).toMatch(/^u2netp +cutting out +5 MB +paused at 10 % +Apache-2\.0$/m);
  expect(out).toMatch(/^slimsam +segmenting by clicks +17 MB +damaged +/m);
  const rows = JSON.parse((await run(['list', '--json'])).out) as { name: string; state: string }[];
  expect(rows.find(({ name }) => name === 'slimsam')?.state).toBe('damaged');
});

test('one’s own encoder is added, used by its name, found damaged, and removed', async () => {
  const added = await run(['add', FIXTURE, '--name', 'mine', '--normalisation', 'half']);
  expect(added).toMatchObject({ code: 0, out: 'Added: lineament sketch --encoder mine\n', err: '' });
  expect((await run(['verify', 'mine'])).out).toMatch(/^mine: right, [0-9a-f]{64}\n$/);
  const file = (await run(['path', 'mine'])).out.trim();
  expect(path.dirname(file)).toBe(folder);
  // To know of one, no other is hashed.
  await run(['add', FIXTURE, '--name', 'other']);
  const memory = path.join(folder, 'own-other.onnx.verified.json');
  fs.rmSync(memory);
  await run(['verify', 'mine']);
  expect(fs.existsSync(memory)).toBe(false);
  await run(['remove', 'other']);
  await expect(run(['add', FIXTURE, '--name', 'mine'])).rejects.toThrow("There is a model 'mine' already");
  await expect(run(['add', FIXTURE, '--name', '../x'])).rejects.toThrow("'../x' is no name for a model");
  fs.appendFileSync(file, 'x');
  const damaged = await run(['verify']);
  expect(damaged.code).toBe(1);
  expect(damaged.err).toMatch(/own-mine\.onnx is not .*: expected \d+ bytes, found \d+; .* added from/);
  expect((await run(['remove', 'mine'])).out).toMatch(/ was removed\.\n$/);
  await expect(run(['path', 'mine'])).rejects.toThrow("There is no model 'mine': expected one of clip-vit-b32, ");
  expect(fs.readdirSync(folder)).toEqual(['own.json']);
});

test('a guess is said, with how to correct it', async () => {
  const { err } = await run(['add', FIXTURE]);
  expect(err).toMatch(
    /is given pixels normalised by CLIP's mean and deviation: a guess\. --normalisation says another\.\n$/,
  );
});

test('a file that is no encoder is one sentence', async () => {
  fs.writeFileSync(path.join(folder, 'notes.onnx'), 'hello');
  await expect(run(['add', path.join(folder, 'notes.onnx')])).rejects.toThrow(/notes\.onnx/);
});

test('a damaged list of one’s own keeps no other model away, is said, and is not written over', async () => {
  await run(['add', FIXTURE, '--name', 'mine']);
  await run(['add', FIXTURE, '--name', 'other']);
  const file = path.join(folder, 'own.json');
  const [mine, other] = JSON.parse(fs.readFileSync(file, 'utf8')) as { bytes: unknown }[];
  const damage: [string, string[], string][] = [
    [JSON.stringify([{ ...mine, bytes: 'many' }, other]), ['other'], '1 of your own models'],
    ['[{"name": "mine"', [], 'your own models'],
    ['{"mine": 1}', [], 'your own models'],
  ];
  for (const [text, left, which] of damage) {
    fs.writeFileSync(file, text);
    const fault = `${file} is damaged, so ${which} cannot be listed: mend it, or delete it and add them again; their files, own-….onnx, lie beside it.`;
    const { out, err, code } = await run(['list', '--json']);
    const rows = JSON.parse(out) as { name: string; own: boolean }[];
    expect({ err, code }).toEqual({ err: `${fault}\n`, code: 0 });
    expect(rows.filter(({ own }) => own).map(({ name }) => name)).toEqual(left);
    expect(rows.some(({ name }) => name === 'clip-rn101')).toBe(true);
    expect(await run(['verify'])).toMatchObject({ err: `${fault}\n`, code: 1 });
    expect((await run(['remove', 'u2netp'])).out).toMatch(/ was not here\.\n$/);
    await expect(run(['path', 'mine'])).rejects.toThrow(`There is no model 'mine' that can be found: ${fault}`);
    await expect(run(['add', FIXTURE, '--name', 'third'])).rejects.toThrow(fault);
    if (left.length) await expect(run(['remove', 'other'])).rejects.toThrow(fault);
    expect(fs.readFileSync(file, 'utf8')).toBe(text);
    expect(fs.readdirSync(folder).filter((name) => name.endsWith('.onnx'))).toEqual([
      'own-mine.onnx',
      'own-other.onnx',
    ]);
  }
  // As the sentence says.
  fs.rmSync(file);
  await run(['add', path.join(folder, 'own-mine.onnx'), '--name', 'mine']);
  expect((await run(['verify', 'mine'])).code).toBe(0);
});

test('nothing is got before the licence was shown and agreed to, once', async () => {
  const server = await startUnreliable(new Uint8Array(100));
  try {
    const get = ['get', 'u2netp', '--mirror', server.url];
    await expect(run(get)).rejects.toThrow('Nobody is there to agree to the licence: add --yes to agree to it.');
    const refused = await run(get, false);
    expect(refused).toMatchObject({ code: 1, asked: 1 });
    expect(refused.err).toMatch(/^U2NetP: 5 MB from github\.com\.\nLicence: Apache-2\.0\. Free to use/);
    expect(server.asked).toEqual([]);
    // The mirror has another file, which is not believed; the consent stays.
    await expect(run(get, true)).rejects.toThrow('The server announces 100 bytes for U2NetP, not 4574861');
    await expect(run(get)).rejects.toThrow('The server announces 100 bytes');
    expect(fs.existsSync(path.join(folder, 'u2netp.onnx'))).toBe(false);
  } finally {
    await server.close();
  }
});

test('words that make no sense are told so', async () => {
  await expect(run(['fetch'])).rejects.toThrow(UsageError);
  await expect(run(['get'])).rejects.toThrow('Expected lineament models get NAME, not 0 names.');
  expect((await run(['--help'])).out).toMatch(/^Usage: lineament models \[ACTION\]/);
});
