/** A batch's drawings saved while it goes on: what came meanwhile is not taken for saved. */

import { beforeEach, expect, test, vi } from 'vitest';

vi.mock('../../renderer/batch/batch.ts', async () => {
  const { documentOf } = await import('../document/documents.ts');
  return { batch: { drawing: async () => documentOf(2) } };
});
let onWrite: () => void = () => {};
const written: string[] = [];
vi.mock('../../renderer/state/app.ts', () => {
  const call = async (name: string, input: { name: string }) => {
    if (name === 'pickSaveFolder') return { folder: { id: 'f', name: 'Sketches' } };
    written.push(input.name);
    onWrite();
    return { file: { id: input.name } };
  };
  return { app: { files: { dialogs: true }, connection: { host: { call }, engine: () => ({}) } } };
});

import { waitingItem } from '../../renderer/batch/queue.ts';
import { saveDrawings } from '../../renderer/batch/saving.ts';
import { newBatch, setBatch } from '../../renderer/batch/state.ts';
import { initialState, useStore } from '../../renderer/state/store.ts';

const item = (name: string, state: 'done' | 'waiting') => ({ ...waitingItem(name, `${name}.jpg`, null), state });
const setItems = (items: ReturnType<typeof item>[]) =>
  setBatch({ queue: { ...useStore.getState().batch!.queue, items } });

beforeEach(() => {
  written.length = 0;
  onWrite = () => {};
  useStore.setState({ ...initialState, batch: newBatch(initialState.settings) });
  setItems([item('hen', 'done'), item('cup', 'waiting')]);
});

test('all that is drawn is saved, and the last file can be shown', async () => {
  await saveDrawings();
  expect(written).toEqual(['hen.svg']);
  expect(useStore.getState().batch).toMatchObject({ saved: { file: 'hen.svg' }, saving: null });
});

test('a drawing that is done while others are written is not saved', async () => {
  const [hen] = useStore.getState().batch!.queue.items as ReturnType<typeof item>[];
  onWrite = () => setItems([hen!, item('cup', 'done')]);
  await saveDrawings();
  expect(written).toEqual(['hen.svg']);
  expect(useStore.getState().batch).toMatchObject({ saved: null, saving: null });
});
