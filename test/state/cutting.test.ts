/** The cut-out under way: what it begins with, what the engine is asked, what it becomes, and when it ends. */
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LineamentDocument } from '../../renderer/document/document.ts';
import { newDocument } from '../../renderer/document/document.ts';
import { type GreyPicture, writeGreyPng } from '../../renderer/document/grey-png.ts';
import type { Connection } from '../../renderer/state/connection.ts';
import { Cutting, stepsNow } from '../../renderer/state/cutting.ts';
import type { Desk } from '../../renderer/state/desk.ts';
import { initialState, useStore } from '../../renderer/state/store.ts';
import type { Subject } from '../../renderer/state/subject.ts';

vi.mock('../../renderer/state/grey-picture.ts', () => ({ readGreyPicture: decoded }));

async function decoded(png: Uint8Array): Promise<GreyPicture> {
  const { data, info } = await sharp(png).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, grey: new Uint8Array(data) };
}

const SIDE = 10;
const mask = (...kept: number[]): GreyPicture => ({
  ...{ width: SIDE, height: 1 },
  grey: Uint8Array.from({ length: SIDE }, (_, i) => (kept.includes(i) ? 255 : 0)),
});
const kept = ({ grey }: GreyPicture) => [...grey.keys()].filter((i) => grey[i]! >= 128);
const photo = () => ({ asset: 'photo', name: 'hen.jpg', width: SIDE, height: 1 });

let assets: Map<string, Uint8Array>;
let asked: { hints: unknown[]; base: Uint8Array | null }[];
let found: Uint8Array | null;
let answer: () => GreyPicture;
/** When the engine answers. */
let answers: () => Promise<void>;
let changes: string[];
let cutting: Cutting;

beforeEach(() => {
  assets = new Map([['photo', Uint8Array.of(1)]]);
  asked = [];
  changes = [];
  found = writeGreyPng(mask(1, 2));
  answer = () => mask(1, 2, 3);
  answers = async () => {};
  const call = async (_: string, input: never) => {
    asked.push(input);
    await answers();
    return { mask: writeGreyPng(answer()), share: 0.3 };
  };
  const desk = {
    assets: {
      get: (id: string) => assets.get(id)!,
      add: async (bytes: Uint8Array) => {
        assets.set('cut', bytes);
        return 'cut';
      },
    },
    change: (label: string, change: (document: LineamentDocument) => LineamentDocument) => {
      changes.push(label);
      useStore.setState({ document: change(useStore.getState().document!) });
    },
  } as unknown as Desk;
  const subject = {
    want: () => {},
    get mask() {
      const own = useStore.getState().document?.mask;
      return own ? assets.get(own) : found;
    },
  } as unknown as Subject;
  cutting = new Cutting({ engine: () => ({ call }) } as unknown as Connection, desk, subject);
  useStore.setState(initialState);
  cutting.follow();
  useStore.setState({ document: newDocument(photo()) });
});
afterEach(() => useStore.setState(initialState));

const state = () => useStore.getState().cutting;
async function taken(): Promise<void> {
  useStore.setState({ tool: 'cutout' });
  await vi.waitUntil(() => state() && kept(state()!.mask).length === (found ? 2 : 0));
}
const answered = () => vi.waitUntil(() => state()?.working === false);

test('an answer that comes when the cut-out was given up says nothing, nor does a fault', async () => {
  await taken();
  const waiting: { resolve(): void; reject(error: Error): void }[] = [];
  answers = () => new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
  for (const end of ['resolve', 'reject'] as const) {
    cutting.hint([0.5, 0.5], 0.01, false);
    cutting.cancel();
    const { announced } = useStore.getState();
    waiting.shift()![end](new Error('Late.'));
    await new Promise((later) => setTimeout(later));
    expect(useStore.getState()).toMatchObject({ cutting: null, fault: null, announced });
    await taken();
  }
});

test('it begins with the mask that is there, and a hint is asked for together with it', async () => {
  await taken();
  expect([kept(state()!.mask), state()!.share, state()!.undoable]).toEqual([[1, 2], 0.2, null]);
  cutting.hint([0.35, 0.5], 0.01, false);
  expect(state()!.working).toBe(true);
  await answered();
  expect(kept(await decoded(asked[0]!.base!))).toEqual([1, 2]);
  expect(asked[0]!.hints).toEqual([{ kind: 'add', points: [0.35, 0.5], radius: 0.01 }]);
  expect([kept(state()!.mask), state()!.undoable]).toEqual([[1, 2, 3], 'Add by point']);
  cutting.hint([0.1, 0.5, 0.2, 0.5], 0.02, true);
  await answered();
  expect(asked[1]!.hints).toHaveLength(2);
  expect(kept(await decoded(asked[1]!.base!))).toEqual([1, 2]);
  expect(state()!.undoable).toBe('Take away by scribble');
});

test('a box is asked for by itself, and joined or taken out', async () => {
  await taken();
  answer = () => mask(2, 7);
  const box = { left: 0, top: 0, right: 1, bottom: 1 };
  cutting.box(box, false);
  await answered();
  expect([asked[0]!.base, kept(state()!.mask)]).toEqual([null, [1, 2, 7]]);
  cutting.box(box, true);
  await answered();
  expect(kept(state()!.mask)).toEqual([1]);
});

test('using it is one step of the document, which is cut out from then on; undo is the tool’s until then', async () => {
  await taken();
  useStore.setState({ undoable: 'Move stroke', settings: { ...initialState.settings, cutOut: false } });
  expect(stepsNow(useStore.getState()).undoable).toBe('Move stroke');
  cutting.clear();
  cutting.painted({ erasing: false }, () => mask(5));
  expect(stepsNow(useStore.getState())).toEqual({ undoable: 'Paint', redoable: null });
  expect([cutting.undo(), cutting.redo(), kept(state()!.mask)]).toEqual([true, true, [5]]);
  await cutting.use();
  expect(changes).toEqual(['Use cut-out']);
  expect(kept(await decoded(assets.get('cut')!))).toEqual([5]);
  expect(useStore.getState()).toMatchObject({ tool: 'select', cutting: null, settings: { cutOut: true } });
});

test('nothing cut out is not used, and nothing done leaves the document as it is', async () => {
  await taken();
  cutting.clear();
  await cutting.use();
  expect(useStore.getState().announced).toBe('Nothing is cut out yet. Point at something.');
  expect([useStore.getState().tool, changes]).toEqual(['cutout', []]);
  cutting.hint([0.5, 0.5], 0.01, true);
  expect(useStore.getState().announced).toBe('There is nothing to take away yet. Point at something first.');
  cutting.cancel();
  await taken();
  await cutting.use();
  expect([useStore.getState().tool, changes]).toEqual(['select', []]);
});

test('it waits while another tool is in hand, and ends with the mask or the photo that it began with', async () => {
  await taken();
  cutting.painted({ erasing: false }, () => mask(5));
  useStore.setState({ tool: 'zoom' });
  expect(cutting.undo()).toBe(false);
  useStore.setState({ tool: 'cutout' });
  expect(kept(state()!.mask)).toEqual([5]);
  assets.set('own', writeGreyPng(mask(8, 9)));
  useStore.setState(({ document }) => ({ document: { ...document!, mask: 'own' } }));
  await vi.waitUntil(() => state() && kept(state()!.mask).length === 2);
  expect([kept(state()!.mask), state()!.undoable]).toEqual([[8, 9], null]);
  useStore.setState({ tool: 'select', document: newDocument(photo()) });
  expect(state()).toBeNull();
});

test('a subject that is found while nothing is done yet is what it begins with', async () => {
  found = null;
  useStore.setState({ tool: 'cutout' });
  await vi.waitUntil(() => state());
  expect(kept(state()!.mask)).toEqual([]);
  found = writeGreyPng(mask(4, 6));
  useStore.setState({ maskUrl: 'blob:x' });
  await vi.waitUntil(() => state() && kept(state()!.mask).length === 2);
  expect(kept(state()!.mask)).toEqual([4, 6]);
});
