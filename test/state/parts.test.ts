/** A mask's subjects left out and taken in, regions drawn alone and joined, and edits of the whole, as steps of a document. */
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConnectionLost } from '../../main/rpc.ts';
import { type LineamentDocument, newDocument } from '../../renderer/document/document.ts';
import { type GreyPicture, writeGreyPng } from '../../renderer/document/grey-png.ts';
import type { Connection } from '../../renderer/state/connection.ts';
import type { Cutting } from '../../renderer/state/cutting.ts';
import type { Desk } from '../../renderer/state/desk.ts';
import { Masks } from '../../renderer/state/masks.ts';
import { Parts } from '../../renderer/state/parts.ts';
import { Regions } from '../../renderer/state/regions.ts';
import { type AppState, initialState, useStore } from '../../renderer/state/store.ts';
import type { Subject } from '../../renderer/state/subject.ts';

vi.mock('../../renderer/state/grey-picture.ts', () => ({ readGreyPicture: decoded }));

async function decoded(png: Uint8Array): Promise<GreyPicture> {
  const { data, info } = await sharp(png).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, grey: new Uint8Array(data) };
}

const mask = (...kept: number[]): GreyPicture => ({
  ...{ width: 10, height: 1 },
  grey: Uint8Array.from({ length: 10 }, (_, i) => (kept.includes(i) ? 255 : 0)),
});
const png = (...kept: number[]) => writeGreyPng(mask(...kept));
const box = { left: 0, top: 0, right: 1, bottom: 1 };

let answers: Record<string, unknown>;
/** Puts a document before parts and regions that know nothing yet. */
let open: (state: Partial<AppState>) => void;
/** Ends the page that there was. */
let putAway = () => {};
let assets: Map<string, Uint8Array>;
let found: Uint8Array;
let asked: { call: string; input: { edit?: unknown } }[];
let steps: string[];
let before: LineamentDocument[];
let underWay: { label: string; make(before: GreyPicture): unknown } | null;
let inHand: boolean;
/** What the next calls meet. */
let faults: Error[];
let parts: Parts;
let regions: Regions;
let masks: Masks;

beforeEach(() => {
  [assets, asked, steps, before, underWay, inHand, faults] = [new Map(), [], [], [], null, false, []];
  assets.set('photo', Uint8Array.of(1));
  found = png(1, 2, 3, 7);
  answers = {
    listParts: { parts: [png(1, 2, 3), png(7)].map((one, i) => ({ mask: one, share: i ? 0.1 : 0.3, box })) },
    listRegions: { regions: [png(0), png(4), png(8)].map((one) => ({ mask: one, share: 0.1, box })) },
    changeMask: { mask: png(1, 2, 3, 4, 7) },
  };
  const call = async (name: string, input: object) => {
    asked.push({ call: name, input });
    if (faults.length) throw faults.shift();
    return answers[name];
  };
  const connection = { engine: () => ({ call }), engineBeside: () => ({ call }) } as unknown as Connection;
  const desk = {
    history: {},
    assets: {
      get: (id: string) => assets.get(id)!,
      add: async (bytes: Uint8Array) => {
        const { grey } = await decoded(bytes);
        const id = `kept ${[...grey.keys()].filter((i) => grey[i]! >= 128).join(' ')}`;
        if (!assets.has(id)) assets.set(id, bytes);
        return id;
      },
    },
    change: (label: string, change: (document: LineamentDocument) => LineamentDocument) => {
      const document = useStore.getState().document!;
      steps.push(label);
      before.push(document);
      useStore.setState({ document: change(document) });
    },
    amend: (change: (document: LineamentDocument) => LineamentDocument) =>
      useStore.setState({ document: change(useStore.getState().document!) }),
  } as unknown as Desk;
  const maskOf = (asset: string | null) => (asset === null ? found : assets.get(asset)!);
  const subject = {
    maskOf,
    get mask() {
      return maskOf(useStore.getState().document?.mask ?? null);
    },
  } as unknown as Subject;
  const cutting = {
    get inHand() {
      return inHand;
    },
    replace: (label: string, make: (before: GreyPicture) => unknown) => {
      underWay = { label, make };
    },
  } as unknown as Cutting;
  masks = new Masks(connection, desk, subject, cutting);
  open = (state) => {
    putAway();
    parts = new Parts(connection, desk, subject, () => {});
    regions = new Regions(connection, desk, masks);
    const follow = vi.spyOn(useStore, 'subscribe');
    parts.follow();
    regions.follow();
    const followers = follow.mock.results.map(({ value }) => value as () => void);
    follow.mockRestore();
    putAway = () => {
      for (const stop of followers) stop();
    };
    useStore.setState(state);
  };
  useStore.setState(initialState);
  const photo = { asset: 'photo', name: 'hen.jpg', width: 100, height: 50 };
  open({ document: newDocument(photo), tab: 'subject' });
});
afterEach(() => useStore.setState(initialState));

const drawn = () => useStore.getState().document!.mask;
const undo = () => useStore.setState({ document: before.pop()! });
const chosen = () => useStore.getState().regions!.list.map((region) => region.on);
const on = () => useStore.getState().parts.map((part) => part.on);

test('subjects are told apart when their place is looked at, once a mask', async () => {
  useStore.setState({ tab: 'sketch' });
  expect(parts.begin()).toBeNull();
  useStore.setState({ tab: 'subject' });
  await parts.begin()!.done;
  expect(useStore.getState().parts).toMatchObject([
    { share: 0.3, on: true },
    { share: 0.1, on: true },
  ]);
  expect(parts.begin()).toBeNull();
});

test('an engine that is ended meanwhile is asked for the subjects once more, and then no more', async () => {
  faults = [new ConnectionLost()];
  await parts.begin()!.done;
  expect(useStore.getState().parts).toEqual([]);
  await parts.begin()!.done;
  expect(useStore.getState().parts).toHaveLength(2);
  found = png(5);
  faults = [new ConnectionLost(), new ConnectionLost()];
  await parts.begin()!.done;
  await parts.begin()!.done;
  expect(parts.begin()).toBeNull();
});

test('what could not be found leaves no list, and no address of a picture', async () => {
  await regions.find();
  const { url } = useStore.getState().regions!.list[0]!;
  expect((await fetch(url)).ok).toBe(true);
  faults = [new Error('The photo is no photo.')];
  await regions.find();
  expect(useStore.getState()).toMatchObject({ regions: null, fault: { text: 'The photo is no photo.' } });
  await expect(fetch(url)).rejects.toThrow();
});

test('a subject is left out and taken in; the list stays, also over undo, and one subject has to', async () => {
  await parts.begin()!.done;
  await parts.toggle(1);
  expect([drawn(), steps.at(-1), on()]).toEqual(['kept 1 2 3', 'Leave out subject 2', [true, false]]);
  expect(parts.begin()).toBeNull();
  await parts.toggle(0);
  expect([useStore.getState().announced, steps.length]).toEqual(['One subject has to stay.', 1]);
  undo();
  expect(on()).toEqual([true, true]);
  await parts.toggle(0);
  expect([drawn(), on()]).toEqual(['kept 7', [false, true]]);
  // With all of them it is what was found by itself again.
  await parts.toggle(0);
  expect([drawn(), steps.at(-1), on()]).toEqual([null, 'Take in subject 1', [true, true]]);
});

test('a region is drawn alone, joined to others and left out of them', async () => {
  await regions.find();
  await regions.choose(1, false);
  expect([drawn(), steps.at(-1), chosen()]).toEqual(['kept 4', 'Use region 2', [false, true, false]]);
  await regions.choose(2, true);
  expect([drawn(), steps.at(-1), chosen()]).toEqual(['kept 4 8', 'Join region 3', [false, true, true]]);
  await regions.choose(1, true);
  expect([drawn(), steps.at(-1), chosen()]).toEqual(['kept 8', 'Leave out region 2', [false, false, true]]);
  await regions.choose(2, true);
  expect(useStore.getState().announced).toBe('One region has to stay.');
  undo();
  expect(chosen()).toEqual([false, true, true]);
});

test('who opens the document again finds what was left out, and takes it in to have what was found by itself', async () => {
  await parts.begin()!.done;
  await parts.toggle(1);
  const { document } = useStore.getState();
  useStore.setState({ ...initialState });
  // Another page: the subject was not looked for, as the document has a mask.
  found = png(9);
  open({ document: document!, tab: 'subject' });
  expect(on()).toEqual([]);
  await parts.begin()!.done;
  expect(on()).toEqual([true, false]);
  await parts.toggle(1);
  expect([drawn(), steps.at(-1)]).toEqual([null, 'Take in subject 2']);
});

test('subjects left out of a mask of one’s own, or of regions, leave that one to come back to', async () => {
  await regions.find();
  await regions.choose(1, false);
  await parts.begin()!.done;
  await parts.toggle(0);
  expect([drawn(), on(), chosen()]).toEqual(['kept 7', [false, true], [false, false, false]]);
  await parts.toggle(0);
  expect([drawn(), on(), chosen()]).toEqual(['kept 4', [true, true], [false, true, false]]);
});

test('the regions that are drawn are known when all are found again, unless others are found', async () => {
  await regions.find();
  await regions.choose(1, false);
  await regions.choose(2, true);
  const { document } = useStore.getState();
  useStore.setState({ ...initialState });
  open({ document: document! });
  await regions.find();
  expect(chosen()).toEqual([false, true, true]);
  // Another network looks, and finds other things.
  answers.listRegions = { regions: [png(0), png(5), png(8)].map((one) => ({ mask: one, share: 0.1, box })) };
  await regions.find();
  expect([chosen(), drawn()]).toEqual([[false, false, false], 'kept 4 8']);
  expect(useStore.getState().document!.pieces).toBeNull();
});

test('strokes given to a subject are a step, taken back by undoing, and there when the document is opened again', async () => {
  const strokes = () => useStore.getState().parts.map((part) => part.strokes);
  await parts.begin()!.done;
  parts.give(1, 6);
  expect([strokes(), steps.at(-1)]).toEqual([[0, 6], 'Strokes for subject 2']);
  expect(parts.shares).toEqual([{ mask: png(7), strokes: 6 }]);
  undo();
  expect([strokes(), parts.shares]).toEqual([[0, 0], []]);
  parts.give(0, 4);
  await parts.toggle(1);
  const { document } = useStore.getState();
  useStore.setState({ ...initialState });
  // A sketch has to know where they are, though nobody looks at the list.
  open({ document: document!, tab: 'sketch' });
  await parts.begin()!.done;
  expect(strokes()).toEqual([4, 0]);
});

test('strokes given to regions stay with them when all are found again, unless others are found', async () => {
  const strokes = () => useStore.getState().regions!.list.map((region) => region.strokes);
  await regions.find();
  await regions.choose(1, false);
  await regions.choose(2, true);
  regions.give(2, 3);
  expect([strokes(), steps.at(-1)]).toEqual([[0, 0, 3], 'Strokes for region 3']);
  undo();
  expect(strokes()).toEqual([0, 0, 0]);
  regions.give(1, 5);
  const { document } = useStore.getState();
  useStore.setState({ ...initialState });
  // They are looked for by themselves, as a sketch has to know where they are.
  open({ document: document! });
  await vi.waitFor(() => expect(useStore.getState().regions!.looking).toBe(false));
  expect([strokes(), regions.shares]).toEqual([[0, 5, 0], [{ mask: png(4), strokes: 5 }]]);
  answers.listRegions = { regions: [png(0), png(5), png(8)].map((one) => ({ mask: one, share: 0.1, box })) };
  await regions.find();
  expect([strokes(), useStore.getState().document!.shares.regions]).toEqual([[0, 0, 0], []]);
});

test('a mask that is changed as a whole is no regions’ any more, until that is undone', async () => {
  await regions.find();
  await regions.choose(1, false);
  await masks.edit('grow');
  expect(chosen()).toEqual([false, false, false]);
  undo();
  expect(chosen()).toEqual([false, true, false]);
});

test('a region is joined to a mask that is none, which stays', async () => {
  await regions.find();
  await regions.choose(1, true);
  expect([drawn(), steps.at(-1)]).toEqual(['kept 1 2 3 4 7', 'Join region 2']);
});

test('edits of the whole are a step each, by the photo px that are set; of the cut-out under way while it is in hand', async () => {
  useStore.setState({ maskAmount: 5 });
  await masks.edit('grow');
  expect([drawn(), steps]).toEqual(['kept 1 2 3 4 7', ['Grow cut-out']]);
  expect(asked.at(-1)!.input.edit).toEqual({ kind: 'grow', by: 0.05 });
  await masks.edit('swap');
  expect(asked.at(-1)!.input.edit).toEqual({ kind: 'swap' });
  inHand = true;
  await masks.edit('shrink');
  expect([underWay!.label, steps.length]).toEqual(['Shrink cut-out', 2]);
  expect(((await underWay!.make(mask(3))) as GreyPicture).grey[4]).toBe(255);
});
