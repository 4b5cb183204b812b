/** Keeping the document against a crash: how soon, how often, and what a host that cannot costs. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConnectionLost } from '../../main/rpc.ts';
import type { Host } from '../../renderer/state/connection.ts';
import { isAside, Keeping } from '../../renderer/state/keeping.ts';
import { initialState, useStore } from '../../renderer/state/store.ts';

let kept: Map<string, string>;
/** What the next keeping meets. */
let fault: Error | null;
let keeping: Keeping;

beforeEach(() => {
  vi.useFakeTimers();
  useStore.setState(initialState, true);
  kept = new Map();
  fault = null;
  const call = async (name: string, { key, bytes }: { key: string; bytes: Uint8Array }) => {
    if (name === 'keep' && fault) throw fault;
    if (name === 'keep') kept.set(key, Buffer.from(bytes).toString());
    else kept.delete(key);
    return {};
  };
  keeping = new Keeping({ call } as unknown as Host);
  keeping.begin('k');
});
afterEach(() => void vi.useRealTimers());

const keep = (text: string) => keeping.keep('Hen', () => new Uint8Array(Buffer.from(text)));
const seconds = (count: number) => vi.advanceTimersByTimeAsync(1000 * count);

test('what changes is kept within two seconds, the last of many', async () => {
  for (const text of ['a', 'b', 'c']) keep(text);
  expect(kept.size).toBe(0);
  await seconds(2);
  expect([...kept]).toEqual([['k', 'c']]);
});

test('a full disk is said once, and what could not be kept is kept when there is room, or what is newer', async () => {
  fault = new Error('x.kept was not written: the disk is full.');
  keep('a');
  await seconds(2);
  expect(useStore.getState().notice).toBe(
    'Changes are not kept against a crash: x.kept was not written: the disk is full.',
  );
  await seconds(30);
  expect(useStore.getState().notice).toBeNull();
  fault = null;
  await seconds(11);
  expect(kept.get('k')).toBe('a');
  fault = new Error('Full.');
  keep('b');
  await seconds(2);
  expect(useStore.getState().notice).toBe('Changes are not kept against a crash: Full.');
  keep('c');
  fault = null;
  await seconds(11);
  expect(kept.get('k')).toBe('c');
});

test('what was saved or thrown away meanwhile is not kept after all', async () => {
  fault = new Error('Full.');
  keep('a');
  await seconds(2);
  await keeping.forget();
  fault = null;
  await seconds(60);
  expect(kept.size).toBe(0);
  fault = new Error('Full.');
  keep('b');
  await vi.advanceTimersByTimeAsync(999);
  vi.advanceTimersByTime(1);
  keeping.begin('other');
  fault = null;
  await seconds(60);
  expect(kept.has('k')).toBe(false);
});

test('a document that another takes the place of is put aside, or it is said that it cannot be', async () => {
  fault = new Error('Full.');
  await expect(keeping.putAside('Hen', new Uint8Array(1))).rejects.toThrow('Full.');
  fault = null;
  await keeping.putAside('Hen', new Uint8Array(1));
  expect([...kept.keys()].map(isAside)).toEqual([true]);
});

test('a host that is gone is asked no more, and nothing is said: the page says that itself', async () => {
  fault = new ConnectionLost();
  keep('a');
  await seconds(60);
  expect(useStore.getState().notice).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
});
