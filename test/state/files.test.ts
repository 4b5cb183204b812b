/** Files that come and go while others do: which of two is on the desk, what of the other is kept, and where it is saved. */

import { beforeEach, expect, test, vi } from 'vitest';
import type { SketchOutcome, SketchProgress } from '../../main/contract.ts';
import { setShown } from '../../renderer/document/edits.ts';
import { readProject, writeProject } from '../../renderer/document/project-file.ts';
import type { Connection } from '../../renderer/state/connection.ts';
import { Desk } from '../../renderer/state/desk.ts';
import { Files } from '../../renderer/state/files.ts';
import { Runs } from '../../renderer/state/runs.ts';
import { initialState, useStore } from '../../renderer/state/store.ts';
import { documentOf, stroke } from '../document/documents.ts';

const outcome: SketchOutcome = {
  ...{ width: 400, height: 300, strokes: [stroke(1), stroke(2)], levels: [], tries: [], seed: 0, notes: [] },
  ...{ likeness: 50, seconds: 1, stopped: true, by: null },
};

const progress: SketchProgress = {
  ...{ strokes: [{ ...stroke(1), pinned: false }], progress: 0.5, secondsLeft: 1, likeness: 40 },
  ...{ tries: null, watched: 0, by: null },
};

let files: Files;
let runs: Runs;
let desk: Desk;
/** What the host was asked to keep and to write, by key or id. */
let kept: Map<string, Uint8Array>;
let saved: Map<string, Uint8Array>;
/** Answers that are held back, by photo or call. */
let waiting: Map<string, () => void>;

beforeEach(() => {
  useStore.setState({ ...initialState, startAtOnce: false }, true);
  kept = new Map();
  saved = new Map();
  waiting = new Map();
  const held = (name: string) => new Promise<void>((resolve) => waiting.set(name, resolve));
  const host = async (name: string, input: { key: string; id: string; name: string; bytes: Uint8Array }) => {
    if (name === 'keep') kept.set(input.key, input.bytes);
    if (name === 'dropKept') kept.delete(input.key);
    if (name === 'saveFile') saved.set(input.id, input.bytes);
    if (name === 'saveAs') {
      await held('saveAs');
      saved.set(`file of ${input.name}`, input.bytes);
      return { file: { id: `file of ${input.name}`, name: input.name } };
    }
    return name === 'kept' ? { documents: [] } : { files: [] };
  };
  const engine = async (_: string, { name }: { name: string }) => {
    if (name.startsWith('slow')) await held(name);
    return { preview: new Uint8Array(), previewType: 'image/png', width: 400, height: 300 };
  };
  const stream = (_: string, __: unknown, onEvent: (event: SketchProgress) => void) => {
    let stop = () => {};
    setTimeout(() => onEvent(progress));
    const result = new Promise<SketchOutcome>((resolve) => {
      stop = () => resolve(outcome);
    });
    return { result, send: () => {}, stop };
  };
  const connection = { host: { call: host }, engine: () => ({ call: engine, stream }) } as unknown as Connection;
  desk = new Desk(connection.host);
  runs = new Runs(connection, desk);
  files = new Files(connection, desk, runs);
  files.dialogs = true;
});

const photo = (name: string) => [{ name, bytes: new TextEncoder().encode(name) }];
const project = (name: string) => {
  const document = documentOf(3, { name, settings: { ...initialState.settings, strokes: 7 } });
  return [{ name: `${name}.lineament`, bytes: writeProject(document, Uint8Array.of(1), null), id: name }];
};
const name = () => useStore.getState().document?.name;
/** Until all that can happen has. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('of two files the one asked for last stays, however long the first one takes', async () => {
  const first = files.open(photo('slow.jpg'));
  expect(await files.open(photo('cup.jpg'))).toBe(true);
  waiting.get('slow.jpg')!();
  expect(await first).toBe(false);
  expect(name()).toBe('cup');
});

test('one that cannot be read takes no other its turn', async () => {
  const first = files.open(photo('slow.jpg'));
  expect(await files.open([{ name: 'broken.lineament', bytes: Uint8Array.of(1) }])).toBe(false);
  waiting.get('slow.jpg')!();
  expect(await first).toBe(true);
  expect(name()).toBe('slow');
});

test('a sketch that another photo ends is kept with what was drawn of it', async () => {
  await files.open(photo('hen.jpg'));
  useStore.setState({ startAtOnce: true });
  const opened = files.open(photo('cup.jpg'));
  await vi.waitUntil(() => useStore.getState().job?.latest);
  expect(runs.film).toHaveLength(1);
  await files.open(project('Goose'));
  await opened;
  expect(useStore.getState()).toMatchObject({ job: null, notice: expect.stringMatching(/^“cup” was not saved/) });
  const [[key, bytes]] = [...kept] as [[string, Uint8Array]];
  expect(key).toMatch(/^aside /);
  // The film was the other photo's.
  expect(runs.film).toEqual([]);
  expect(readProject(bytes, 'aside').document.strokes).toHaveLength(2);
});

test('a save whose dialog another document outlasts is not that one’s', async () => {
  await files.open(photo('hen.jpg'));
  desk.change('Rename', (document) => ({ ...document, name: 'Hen' }));
  const saving = files.saveAs();
  await settled();
  await files.open(project('Goose'));
  desk.change('Show 1 stroke', (document) => setShown(document, 1));
  waiting.get('saveAs')!();
  await saving;
  expect(useStore.getState()).toMatchObject({ edited: true, file: 'Goose' });
  await files.save();
  expect([...saved.keys()]).toEqual(['file of Hen.lineament', 'Goose']);
  expect(useStore.getState().edited).toBe(false);
});

test('a document that is saved and opened again knows its whole mask, what was left out of it, and who gets how many', async () => {
  const [mask, whole] = [Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3)];
  const pieces = { whole: '', found: true, out: [1], regions: [] };
  const shares = { subjects: [5, 0], regions: [] };
  const document = documentOf(3, { name: 'Goose', pieces, shares });
  const bytes = writeProject(document, Uint8Array.of(1), mask, null, whole);
  await files.open([{ name: 'Goose.lineament', bytes, id: 'Goose' }]);
  for (const again of [false, true]) {
    const { document: opened } = useStore.getState();
    expect(opened!.pieces).toMatchObject({ found: true, out: [1] });
    expect(opened!.shares).toEqual(shares);
    expect(desk.assets.get(opened!.pieces!.whole!)).toEqual(whole);
    expect(desk.assets.get(opened!.mask!)).toEqual(mask);
    if (again) break;
    desk.change('Rename', (before) => ({ ...before, name: 'Gander' }));
    await files.save();
    await files.open([{ name: 'Goose.lineament', bytes: saved.get('Goose')!, id: 'Goose' }]);
  }
});

test("a document's settings are there with it", async () => {
  await files.open(project('Goose'));
  expect(useStore.getState().settings.strokes).toBe(7);
});
