import { expect, test, vi } from 'vitest';
import { DEPTH_DEFAULTS, DEPTH_KINDS, type DepthKind, encodeDepth } from '../../renderer/export/depth-format.ts';
import type { ExportEngine } from '../../renderer/export/formats.ts';

const input = { photo: Uint8Array.of(1), mask: null };

function engine() {
  const answer = { bytes: Uint8Array.of(7), width: 1200, height: 800, note: 'Estimated from shape.' };
  return { call: vi.fn(async () => answer) };
}

async function asked(as: DepthKind, side: 'photo' | '2048' | '1024') {
  const own = engine();
  const { bytes, note } = await encodeDepth(input, { as, side }, own as unknown as ExportEngine);
  expect(bytes).toEqual(Uint8Array.of(7));
  return { note, call: own.call.mock.calls[0] as unknown };
}

test('the engine is asked for the kind, at the size that was chosen', async () => {
  const { note, call } = await asked('pfm', '2048');
  expect(call).toEqual(['depthFile', { ...input, format: 'pfm', maxSide: 2048 }]);
  expect(note).toBe('1200 × 800 px. Estimated from shape.');
  expect((await asked('colour', 'photo')).call).toMatchObject(['depthFile', { maxSide: 4096 }]);
});

test('points are as many as a viewer shows', async () => {
  const { note, call } = await asked('ply', 'photo');
  expect(call).toMatchObject(['depthFile', { format: 'ply', maxSide: 1024 }]);
  expect(note).toBe('960,000 points. Estimated from shape.');
});

test('no two kinds would overwrite each other, nor the drawing', () => {
  const endings = Object.values(DEPTH_KINDS).map(({ ending }) => ending);
  expect(new Set(endings).size).toBe(endings.length);
  for (const ending of endings) expect(ending).toMatch(/^\.depth\./);
  expect(DEPTH_DEFAULTS.as).toBe('png16');
});
