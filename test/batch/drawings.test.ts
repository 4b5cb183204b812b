/** What was drawn of a batch's photos: kept by the host without the photo, and whole again with it. */

import { expect, test } from 'vitest';
import { Drawings, withPhoto } from '../../renderer/batch/drawings.ts';
import { waitingItem } from '../../renderer/batch/queue.ts';
import { newDocument } from '../../renderer/document/document.ts';
import { readProject } from '../../renderer/document/project-file.ts';
import type { Host } from '../../renderer/state/connection.ts';

const item = waitingItem('a', 'cup.jpg', null);
const document = newDocument({ asset: 'x', name: 'cup.jpg', width: 40, height: 30 });
const bytes = (...values: number[]) => new Uint8Array(values);

/** A host that keeps drawings in memory, and how often it was asked for one. */
function host() {
  const kept = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const call = async (name: string, input: { key: string; bytes: Uint8Array }) => {
    asked.push(name);
    if (name === 'keepBatchDrawing') return void kept.set(input.key, input.bytes);
    if (!kept.has(input.key)) throw new Error('That drawing is not kept any more: draw the photo again.');
    return { bytes: kept.get(input.key) };
  };
  return { kept, asked, drawings: () => new Drawings(() => ({ call }) as unknown as Host) };
}

test('what was painted and cut out comes back after a restart, and the photo is not kept twice', async () => {
  const { drawings, kept } = host();
  const pieces = { whole: 'y', found: true, out: [0], regions: [] };
  const cut = { ...document, pieces };
  await drawings().keep('a', { document: cut, mask: bytes(1, 2), emphasis: bytes(3), whole: bytes(4) });
  const read = await drawings().of(item);
  expect(read).toMatchObject({ mask: bytes(1, 2), emphasis: bytes(3), whole: bytes(4) });
  expect(read.document).toMatchObject({ name: 'cup', photo: { width: 40, height: 30 } });
  const photo = new Uint8Array(5000).fill(7);
  expect(kept.get('a')!.length).toBeLessThan(2000);
  const whole = readProject(withPhoto(read, photo), 'cup.lineament');
  expect(whole.photo).toEqual(photo);
  expect([whole.mask, whole.emphasis, whole.whole]).toEqual([bytes(1, 2), bytes(3), bytes(4)]);
  expect(whole.document.pieces).toEqual({ ...pieces, whole: null });
});

test('a drawing is asked for once, until its photo leaves; one that failed is asked for again', async () => {
  const { drawings, asked } = host();
  const held = drawings();
  await expect(held.of(item)).rejects.toThrow('draw the photo again');
  await held.keep('a', { document, mask: null, emphasis: null, whole: null });
  await Promise.all([held.of(item), held.of(item)]);
  expect(asked).toEqual(['batchDrawing', 'keepBatchDrawing']);
  held.keepOnly(new Set());
  await held.of(item);
  expect(asked.at(-1)).toBe('batchDrawing');
});
