/**
 * The engine itself with well-formed nonsense: every call and stream of its contract, with pictures that are none, masks
 * of another size, boxes of no size, strokes far away. A result or one clear sentence, and the engine goes on.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { engineContract } from '../../main/contract.ts';
import { type Client, connect, type Port } from '../../main/rpc.ts';
import { mutated, pick } from './mutate.ts';
import { valueFor } from './schema-values.ts';
import { pngMutation } from './structures.ts';
import { flawOf, tryCases } from './trial.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-engine-fuzz-'));
process.env['LINEAMENT_MODELS'] = folder;
// Nobody is there: nothing is fetched.
process.env['LINEAMENT_MIRROR'] = 'http://127.0.0.1:9';
const { serveEngine } = await import('../../main/engine.ts');
afterAll(() => fs.rmSync(folder, { recursive: true }));

function channel(): [Port, Port] {
  const listeners: ((message: unknown) => void)[] = [];
  const end = (mine: number): Port => ({
    post: (message) => void setImmediate(() => listeners[1 - mine]?.(message)),
    onMessage: (listener) => {
      listeners[mine] = listener;
    },
    onClose: () => {},
    close: () => {},
  });
  return [end(0), end(1)];
}

let engine: Client<typeof engineContract>;
let pictures: Uint8Array[];
beforeAll(async () => {
  const [page, served] = channel();
  serveEngine(served);
  engine = connect(engineContract, page);
  const disc = (side: number) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="99" height="99" fill="#ccc"/><circle cx="20" cy="20" r="12" fill="#222"/></svg>`;
  const draw = async (side: number) =>
    new Uint8Array(
      await sharp(Buffer.from(disc(side)))
        .png()
        .toBuffer(),
    );
  pictures = [await draw(40), await draw(40), await draw(1), await draw(23), new Uint8Array(0), Uint8Array.of(1, 2, 3)];
});

/** What asks other processes or the network, or is tried elsewhere for its own sake. */
const LEFT_OUT = new Set(['listDevices', 'encoderSpeed']);
const CALLS = Object.keys(engineContract.calls).filter((name) => !LEFT_OUT.has(name));

test('calls and sketches of nonsense', async () => {
  const answered = new Set<string>();
  await tryCases({
    kind: 'engine',
    cases: 80,
    make: (random) => {
      const name = pick(random, [...CALLS, 'sketch']) as 'openPhoto';
      const schema =
        name in engineContract.calls ? engineContract.calls[name].input : engineContract.streams.sketch.input;
      const bytes = () => (random.below(3) ? pick(random, pictures) : mutated(random, pictures, [pngMutation]));
      const input = valueFor(schema, random, bytes) as { settings?: object; frames?: string[] };
      // As little work as there may be: what is tried is whether it is done, not how well.
      if (input.settings)
        Object.assign(input.settings, { strokes: 1, seeds: 1, quality: 'draft', encoder: 'built-in' });
      if (input.frames)
        input.frames = ['<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>', ...input.frames].slice(0, 2);
      return { name, input };
    },
    run: async ({ name, input }) => {
      answered.add(name);
      if ((name as string) !== 'sketch') return engine.call(name, input as never);
      const running = engine.stream('sketch', input as never, () => running.stop());
      return running.result;
    },
    show: ({ name, input }) => `${name} ${JSON.stringify(input)}`,
    // Sentences begin with a file's name, which may be anything.
    flaw: (error) => flawOf(error, { start: false }),
  });
  expect(answered.size).toBeGreaterThan(CALLS.length / 3);
  const { width } = await engine.call('openPhoto', { photo: pictures[0]!, name: 'hen.png' });
  expect(width).toBe(40);
});

test('an SVG that is drawn for the page shows nothing from elsewhere, not even what lies on this disk', async () => {
  const file = path.join(folder, 'secret.png');
  await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ff0000' } })
    .png()
    .toFile(file);
  const links = [`file://${file}`, file, 'secret.png', `//${file}`, 'http://127.0.0.1:9/x.png'];
  for (const link of links) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="8" height="8"><rect width="8" height="8" fill="#00ff00"/><image width="8" height="8" href="${link}" xlink:href="${link}"/><style>@import url("${link}");</style></svg>`;
    const { png } = await engine.call('renderPng', { svg, scale: 1 });
    const [r, g, b] = await sharp(png).raw().toBuffer();
    expect({ link, color: [r, g, b] }).toEqual({ link, color: [0, 255, 0] });
  }
});
