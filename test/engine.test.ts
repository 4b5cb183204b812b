import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { engineContract, type SketchProgress } from '../main/contract.ts';
import { serveEngine } from '../main/engine.ts';
import { type Client, connect, type Port } from '../main/rpc.ts';
import { PEAR, pearMask, pearPhoto, QUICK } from './jobs/live-photo.ts';

/** Two ends of one channel that clones, as processes do. */
function channel(): [Port, Port] {
  const heard: ((message: unknown) => void)[][] = [[], []];
  const ended: (() => void)[] = [];
  const end = (own: number): Port => ({
    post: (message) => {
      const copy = structuredClone(message);
      setImmediate(() => {
        for (const listener of heard[1 - own]!) listener(copy);
      });
    },
    onMessage: (listener) => heard[own]!.push(listener),
    onClose: (listener) => ended.push(listener),
    close: () => {
      for (const listener of ended) listener();
    },
  });
  return [end(0), end(1)];
}

let engine: Client<typeof engineContract>;
let photo: Uint8Array;
beforeAll(async () => {
  const [page, served] = channel();
  serveEngine(served);
  engine = connect(engineContract, page);
  photo = await pearPhoto();
});

test('a photo is opened at its own size, with a JPEG that any browser shows', async () => {
  const big = await sharp(photo).resize(3000, 3750).jpeg().toBuffer();
  const opened = await engine.call('openPhoto', { photo: new Uint8Array(big), name: 'pear.jpg' });
  expect(opened).toMatchObject({ width: 3000, height: 3750, previewType: 'image/jpeg' });
  const preview = await sharp(opened.preview).metadata();
  expect([preview.format, preview.width, preview.height]).toEqual(['jpeg', 1638, 2048]);
});

test('where a photo is clear the preview is clear, in its own colours', async () => {
  const clear = { r: 200, g: 20, b: 60, alpha: 0.5 };
  const png = await sharp({ create: { width: 8, height: 8, channels: 4, background: clear } })
    .png()
    .toBuffer();
  const { preview, previewType } = await engine.call('openPhoto', { photo: new Uint8Array(png), name: 'glass.png' });
  expect(previewType).toBe('image/png');
  const [r, g, b, a] = await sharp(preview).raw().toBuffer();
  expect(a).toBe(128);
  [r! - 200, g! - 20, b! - 60].forEach((off) => {
    expect(Math.abs(off)).toBeLessThanOrEqual(1);
  });
});

test('a worn-out photo is refused in one sentence with its name', async () => {
  const cut = photo.subarray(0, photo.length >> 1);
  await expect(engine.call('openPhoto', { photo: cut, name: 'pear' })).rejects.toThrow(/^pear is damaged[^.]*\.$/);
  const text = new TextEncoder().encode('no picture');
  await expect(engine.call('openPhoto', { photo: text, name: 'note' })).rejects.toThrow(
    /^note is not a picture[^.]*\.$/,
  );
});

test('the subject comes as a grey picture of the photo, white on the pear and black on its ground', async () => {
  const { mask, note } = await engine.call('findSubject', { photo });
  expect(note).toBeNull();
  expect(await sharp(mask!).metadata()).toMatchObject({ format: 'png', ...PEAR, channels: 1 });
  const grey = await sharp(mask!).extractChannel(0).raw().toBuffer();
  expect(grey[260 * PEAR.width + 160]).toBeGreaterThan(200);
  expect(grey[10 * PEAR.width + 10]).toBeLessThan(50);
});

test('points of interest: a grey picture of the whole photo that is dark off the pear, and four places on it', async () => {
  const { png, width, height, places } = await engine.call('pointsOfInterest', { photo, mask: null, cutOut: true });
  expect(await sharp(png).metadata()).toMatchObject({ format: 'png', ...PEAR, channels: 1 });
  expect({ width, height }).toEqual(PEAR);
  const grey = await sharp(png).extractChannel(0).raw().toBuffer();
  expect(grey.includes(255)).toBe(true);
  expect(grey[10 * width + 10]).toBe(0);
  expect(places).toHaveLength(4);
  const onPear = places.filter(({ x, y }) => Math.hypot(x - 160, y - 260) < 115 || Math.hypot(x - 160, y - 150) < 80);
  expect(onPear.length).toBeGreaterThanOrEqual(3);
});

test('points of interest of a whole photo lie inside it, and a photo that is none is refused', async () => {
  const { png, places } = await engine.call('pointsOfInterest', { photo, mask: null, cutOut: false });
  const grey = await sharp(png).extractChannel(0).raw().toBuffer();
  expect(grey.filter((value) => value > 20).length).toBeGreaterThan(grey.length / 10);
  for (const { x, y } of places) expect(x >= 0 && y >= 0 && x <= PEAR.width && y <= PEAR.height).toBe(true);
  const text = new TextEncoder().encode('no picture');
  const asked = engine.call('pointsOfInterest', { photo: text, mask: null, cutOut: true });
  await expect(asked).rejects.toThrow(/^The photo is not a picture[^.]*\.$/);
});

test('an SVG becomes a PNG of the size asked for, and what is none is refused', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="20" height="30"/></svg>';
  const drawn = await engine.call('renderPng', { svg, scale: 2 });
  expect([drawn.width, drawn.height]).toEqual([80, 60]);
  const pixels = await sharp(drawn.png).ensureAlpha().raw().toBuffer();
  expect([pixels[3], pixels[4 * 79 + 3]]).toEqual([255, 0]);
  await expect(engine.call('renderPng', { svg: '<svg', scale: 1 })).rejects.toThrow(/^The drawing is not an SVG/);
});

test.each(['gif', 'webp'] as const)('drawings become a moving %s that rests on the last', async (format) => {
  const frames = [5, 15, 25].map(
    (x) => `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><circle cx="${x}" cy="9" r="4"/></svg>`,
  );
  const { bytes } = await engine.call('renderRun', { frames, width: 80, seconds: 0.6, format });
  const { pages, delay, width, pageHeight } = await sharp(bytes, { animated: true }).metadata();
  expect({ pages, delay, width, pageHeight }).toEqual({ pages: 3, delay: [200, 200, 1700], width: 80, pageHeight: 60 });
});

test('a sketch runs as a stream: edits reach it, stopping gives the best so far, prices follow', async () => {
  const line = [100, 120, 140, 121.5, 180, 122.25, 220.125, 120];
  const frames: SketchProgress[] = [];
  const input = { photo, settings: QUICK, mask: await pearMask(), emphasis: null, keep: [] };
  const running = engine.stream('sketch', input, (frame) => {
    frames.push(frame);
    const pinned = frame.strokes.some((stroke) => stroke.pinned);
    if (frame.likeness !== null && !pinned) running.send({ kind: 'move', id: frame.strokes[0]!.id, points: line });
    if (pinned) running.stop();
  });
  const outcome = await running.result;
  expect(outcome).toMatchObject({ ...PEAR, stopped: true });
  expect(outcome.strokes.filter(({ points }) => String(points) === String(line))).toHaveLength(1);
  const { strokes } = outcome;
  const priced = await engine.call('priceStrokes', { ...input, strokes });
  expect(priced.worth).toHaveLength(strokes.length);
  expect(priced.likeness).toBeCloseTo(outcome.likeness, 1);
});
