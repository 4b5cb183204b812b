/** The document on the desk: what a gesture of another document may do, what is kept of one that is put away. */

import { beforeEach, expect, test } from 'vitest';
import { setShown } from '../../renderer/document/edits.ts';
import type { Host } from '../../renderer/state/connection.ts';
import { Desk } from '../../renderer/state/desk.ts';
import { initialState, useStore } from '../../renderer/state/store.ts';
import { documentOf } from '../document/documents.ts';

const preview = { preview: new Uint8Array(), previewType: 'image/png', width: 400, height: 300 } as const;

let kept: Map<string, string>;
let desk: Desk;
/** What happens while the host keeps something. */
let meanwhile: () => void;

beforeEach(async () => {
  useStore.setState(initialState, true);
  kept = new Map();
  meanwhile = () => {};
  const call = async (name: string, { key, name: of }: { key: string; name: string }) => {
    meanwhile();
    if (name === 'keep') kept.set(key, of);
    else kept.delete(key);
    return {};
  };
  desk = new Desk({ call } as unknown as Host);
  await open('Hen', Uint8Array.of(1));
});

async function open(name: string, photo: Uint8Array): Promise<void> {
  const asset = await desk.assets.add(photo);
  const { photo: record } = documentOf(3);
  desk.adopt(documentOf(3, { name, photo: { ...record, asset } }), preview);
}

const shown = () => useStore.getState().document;

test("a gesture of the document before shows nothing of it on another's desk", async () => {
  const gesture = desk.gesture('Replay');
  gesture.preview((from) => setShown(from, 2));
  expect(shown()).toMatchObject({ name: 'Hen', shown: 2 });
  await open('Cup', Uint8Array.of(2));
  gesture.preview((from) => setShown(from, 1));
  expect(shown()).toMatchObject({ name: 'Cup', shown: 3 });
  gesture.end();
  expect(shown()).toMatchObject({ name: 'Cup', shown: 3 });
  expect(useStore.getState().edited).toBe(false);
});

test('changes that were undone are not left to be found as if by a crash', async () => {
  kept.set(desk.keeping.key, 'Hen');
  desk.change('Show 1 stroke', (document) => setShown(document, 1));
  desk.undo();
  expect(await desk.putAside()).toBeNull();
  expect([...kept]).toEqual([]);
});

test('what changes while a document is put aside is put aside too', async () => {
  desk.change('Show 2 strokes', (document) => setShown(document, 2));
  meanwhile = () => {
    meanwhile = () => {};
    desk.change('Rename', (document) => ({ ...document, name: 'Rooster' }));
  };
  expect(await desk.putAside()).toBe('Rooster');
  expect([...kept.values()]).toEqual(['Rooster']);
});

test('redo without anything to bring back leaves the gesture that goes on alone', () => {
  const gesture = desk.gesture('Show strokes');
  gesture.preview((from) => setShown(from, 1));
  desk.redo();
  gesture.end();
  expect(shown()).toMatchObject({ shown: 1 });
  expect(useStore.getState().undoable).toBe('Show strokes');
});

test('the bytes of a photo go with it, and stay while the document has the same', async () => {
  const { asset } = shown()!.photo;
  await open('Hen again', Uint8Array.of(1));
  expect(desk.assets.get(asset)).toEqual(Uint8Array.of(1));
  await open('Cup', Uint8Array.of(2));
  expect(() => desk.assets.get(asset)).toThrow('does not hold');
});

test('a selection that nothing of is gone stays the very list', () => {
  useStore.setState({ selection: ['s1', 's3'] });
  const { selection } = useStore.getState();
  desk.change('Show 2 strokes', (document) => setShown(document, 2));
  expect(useStore.getState().selection).toBe(selection);
  desk.change('Delete stroke', (document) => ({ ...document, strokes: document.strokes.slice(0, 2) }));
  expect(useStore.getState().selection).toEqual(['s1']);
});
