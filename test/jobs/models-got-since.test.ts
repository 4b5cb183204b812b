/** What is kept of the last photo gives way when a model comes or goes, and nothing is let go under who works with it. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { preparePhoto } from '../../main/jobs/outlook.ts';
import { segment } from '../../main/jobs/segment.ts';
import { MASK_ENTRY, MASK_MODEL } from '../models/mask-stand-in.ts';
import { SIDE, samDecoder, samEncoder } from '../models/sam-stand-in.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-since-'));
const put = (file: string, bytes: Uint8Array) => fs.writeFileSync(path.join(folder, file), bytes);
const files = { encoder: samEncoder(), decoder: samDecoder() };

beforeAll(() => {
  const { licence, normalisation, ...mask } = MASK_ENTRY;
  const half = (name: string, purpose: string, bytes: Uint8Array, needs: string[]) => ({
    ...mask,
    ...{ name, purpose, title: 'The stand-in', file: `${name}.onnx`, side: SIDE, needs },
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  const models = [
    mask,
    half('half', 'point-encoder', files.encoder, []),
    half('whole', 'point-segmentation', files.decoder, ['half']),
  ].map((entry) => ({ ...entry, licence: 'mit', normalisation: entry.name === mask.name ? 'own' : 'half' }));
  const normalisations = { own: normalisation, half: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] } };
  put('catalog.json', Buffer.from(JSON.stringify({ licences: { mit: licence }, normalisations, models })));
  vi.stubEnv('LINEAMENT_MODELS', folder);
  vi.stubEnv('LINEAMENT_CATALOGUE', path.join(folder, 'catalog.json'));
});
afterAll(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true });
});

/** A small red square in a corner, and a white disc in the middle. */
const drawn = (ground: string) =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="120" height="80" fill="${ground}"/><rect x="4" y="4" width="24" height="24" fill="#c22"/><circle cx="66" cy="40" r="24" fill="#fff"/></svg>`,
    ),
  )
    .png()
    .toBuffer();
const click = { hints: [{ kind: 'add' as const, points: [16 / 120, 16 / 80], radius: 0.01 }], box: null };

test('a mask model that was got since finds the subject anew', async () => {
  const wanted = { photo: await drawn('#888'), mask: null, cutOut: true };
  // The model sees red alone.
  const inDisc = async () => (await preparePhoto(wanted)).mask![40 * 120 + 66];
  expect(await inDisc()).toBe(255);
  put(MASK_ENTRY.file, MASK_MODEL);
  expect(await inDisc()).toBe(0);
  fs.rmSync(path.join(folder, MASK_ENTRY.file));
  expect(await inDisc()).toBe(255);
});

test('a segmentation model that was got since is asked from the next click on', async () => {
  const photo = await drawn('#888');
  expect((await segment({ photo, ...click })).note).toBe(
    'Found by colours and edges. A segmentation model sees objects.',
  );
  put('half.onnx', files.encoder);
  put('whole.onnx', files.decoder);
  expect((await segment({ photo, ...click })).note).toBe('Found by The stand-in.');
});

test('where a segmentation model does not run, colours and edges answer, and say so', async () => {
  const other = samEncoder('features');
  put('half.onnx', other);
  const catalogue = path.join(folder, 'catalog.json');
  const listed = fs.readFileSync(catalogue, 'utf8');
  const known = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const sized = listed
    .replace(known(files.encoder), known(other))
    .replace(`"bytes":${files.encoder.length}`, `"bytes":${other.length}`);
  put('catalog.json', Buffer.from(sized));
  const { note, share } = await segment({ photo: await drawn('#888'), ...click });
  expect(note).toMatch(/^Found by colours and edges, as no segmentation model ran: The stand-in cannot be used: .*\.$/);
  expect(share).toBeGreaterThan(0.03);
  put('catalog.json', Buffer.from(listed));
  put('half.onnx', files.encoder);
});

test('a click on a photo is answered although another photo is pointed at meanwhile', async () => {
  const photos = await Promise.all(['#888', '#777', '#666'].map(drawn));
  const answers = await Promise.all(photos.map((photo) => segment({ photo, ...click })));
  expect(answers.map(({ note }) => note)).toEqual(Array(3).fill('Found by The stand-in.'));
});
