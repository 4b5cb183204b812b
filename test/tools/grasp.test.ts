/** Strokes of a running sketch in a hand: what the engine is told, and what is shown until it has answered. */

import { beforeEach, expect, test, vi } from 'vitest';

const edits: unknown[] = [];
const steps: string[] = [];
const stepped: { label: string; before: LiveStroke[] }[] = [];
vi.mock('../../renderer/state/app.ts', () => ({
  app: {
    editRunning: (edit: unknown) => edits.push(edit),
    stepRunning: (label: string, list: unknown[], before: LiveStroke[]) => {
      edits.push(...list);
      stepped.push({ label, before });
    },
    change: (label: string) => steps.push(label),
    gesture: (label: string) => ({ preview: () => {}, cancel: () => {}, end: () => steps.push(label) }),
  },
}));

import type { DocumentStroke, LiveStroke } from '../../main/contract.ts';
import { newDocument } from '../../renderer/document/document.ts';
import { initialState, type Job, useStore } from '../../renderer/state/store.ts';
import { useGhost } from '../../renderer/tools/ghost.ts';
import { changeCourse, changeCourses, grasp, unpin } from '../../renderer/tools/grasp.ts';
import { strokeOnSheet } from '../../renderer/tools/on-sheet.ts';

const A = [0, 0, 10, 0, 20, 0, 30, 0];
const B = [0, 50, 10, 50, 20, 50, 30, 50];
const moved = [5, 5, 15, 5, 25, 5, 35, 5];

const look = { width: 2, color: '#b3402c', opacity: 0.6 };
/** An event of the engine with these strokes. */
function event(strokes: Record<string, number[]> | null, pinned: string[] = []): void {
  const latest = strokes && {
    ...{ progress: 0.5, likeness: 50, secondsLeft: 3, tries: null },
    strokes: Object.entries(strokes).map(([id, points]) => ({ id, points, ...look, pinned: pinned.includes(id) })),
  };
  const job = latest && ({ id: 1, latest, before: new Map(), tries: [], settled: new Set() } as unknown as Job);
  useStore.setState({ job });
}

beforeEach(() => {
  event(null);
  useGhost.setState({ held: null });
  edits.length = 0;
  steps.length = 0;
  stepped.length = 0;
  const document = newDocument({ asset: 'a', name: 'x.jpg', width: 100, height: 100 });
  useStore.setState({ ...initialState, document });
  event({ a: A, b: B });
});

test('a taken stroke stops, is pinned by the first movement, and is where it was put until the engine says so', () => {
  const held = grasp('Move stroke', ['a']);
  event({ a: B, b: B });
  expect(strokeOnSheet('a')!.points).toEqual(A);
  expect(edits).toEqual([]);
  held.preview(new Map([['a', [B]]]));
  expect(edits).toEqual([{ kind: 'move', id: 'a', points: A }]);
  held.preview(new Map([['a', [moved]]]));
  held.end();
  expect(edits.slice(1)).toEqual([{ kind: 'move', id: 'a', points: moved }]);
  // An event that was on its way still has it elsewhere.
  event({ a: A, b: B }, ['a']);
  expect(strokeOnSheet('a')!.points).toEqual(moved);
  event({ a: [...moved], b: B }, ['a']);
  expect(useGhost.getState().held).toBeNull();
  event({ a: B, b: B });
  expect(strokeOnSheet('a')!.points).toEqual(B);
});

const own = (id: string): DocumentStroke => ({ id, points: A, ...look, locked: false, hidden: false, worth: null });

/** A sketch has begun, and has shown nothing. */
function begin(): void {
  useStore.setState({ job: { id: 1, latest: null, tries: [] } as unknown as Job });
}

test('a press that never moved tells the engine nothing; one that was given up lets the stroke go', () => {
  grasp('Move stroke', ['a']).cancel();
  expect(edits).toEqual([]);
  const held = grasp('Move stroke', ['a']);
  held.preview(new Map([['a', [moved]]]));
  held.cancel();
  expect(edits).toEqual([
    { kind: 'move', id: 'a', points: A },
    { kind: 'unpin', id: 'a' },
  ]);
  expect(useGhost.getState().held).toBeNull();
});

test('a sketch that ends while the hand holds leaves what was done to the document', () => {
  const held = grasp('Move handle', ['a']);
  held.preview(new Map([['a', [moved]]]));
  event(null);
  held.end();
  expect(steps).toEqual(['Move handle']);
  expect(edits).toHaveLength(1);
});

test('what is in hand as a sketch’s first strokes come is a step of the document, and shown where it was let go', () => {
  const { document } = useStore.getState();
  useStore.setState({ document: { ...document!, strokes: [own('a')], shown: 1 } });
  begin();
  const held = grasp('Move handle', ['a']);
  held.preview(new Map([['a', [moved]]]));
  // Those that stay come as they were sent.
  event({ a: A, b: B });
  held.preview(new Map([['a', [moved]]]));
  expect(strokeOnSheet('a')!.points).toEqual(moved);
  held.end();
  // Who runs the sketch tells it.
  expect([steps, edits]).toEqual([['Move handle'], []]);
  expect(strokeOnSheet('a')!.points).toEqual(moved);
});

test('a stroke that was taken away hides no stroke of its name that has come since', () => {
  const { document } = useStore.getState();
  useStore.setState({ document: { ...document!, strokes: [own('a')], shown: 1 } });
  begin();
  const held = grasp('Erase', []);
  held.preview(new Map([['a', []]]));
  event({ a: B });
  held.end();
  expect(strokeOnSheet('a')!.points).toEqual(B);
});

test('before a sketch has shown anything a stroke is changed in the document alone', () => {
  begin();
  changeCourse('Nudge stroke', 'a', moved);
  expect([steps, edits]).toEqual([['Nudge stroke'], []]);
});

test('a cut stroke is its longest piece, the others are new and look as it did; what is taken away is gone at once', () => {
  changeCourses(
    'Erase',
    new Map([
      ['a', [A.slice(0, 8).map((value) => value / 4), A]],
      ['b', []],
    ]),
  );
  expect(edits).toEqual([
    { kind: 'add', id: 'n1', points: A.map((value) => value / 4) },
    { kind: 'style', id: 'n1', ...look },
    { kind: 'move', id: 'a', points: A },
    { kind: 'delete', id: 'b' },
  ]);
  expect(strokeOnSheet('b')).toBeNull();
});

test('two strokes on their way are both held, and letting one go at once does not keep it', () => {
  changeCourse('Nudge stroke', 'a', moved);
  changeCourse('Nudge stroke', 'b', moved);
  event({ a: A, b: B });
  expect([strokeOnSheet('a'), strokeOnSheet('b')].map((stroke) => stroke!.points)).toEqual([moved, moved]);
  unpin(['a']);
  expect(strokeOnSheet('a')!.points).toEqual(A);
  expect(strokeOnSheet('b')!.points).toEqual(moved);
});

test('what the engine never takes is not waited for without end', () => {
  changeCourse('Nudge stroke', 'a', moved);
  for (let k = 0; k < 100; k++) event({ a: A, b: B });
  expect(strokeOnSheet('a')!.points).toEqual(A);
});

test('strokes that are added before the engine speaks of the first have names of their own', () => {
  const cut = A.map((value) => value / 4);
  changeCourses('Erase', new Map([['a', [cut, A]]]));
  changeCourses('Erase', new Map([['b', [cut, B]]]));
  const added = edits.filter((edit) => (edit as { kind: string }).kind === 'add');
  expect(added).toMatchObject([{ id: 'n1' }, { id: 'n2' }]);
});

test('a step is told what the strokes were as they were taken, and what is taken back is held no more', () => {
  const held = grasp('Move stroke', ['a']);
  // The engine goes on until it hears of the hand.
  event({ a: B, b: B });
  held.preview(new Map([['a', [moved]]]));
  event({ a: B, b: B }, ['a']);
  held.end();
  expect(stepped).toMatchObject([
    { label: 'Move stroke', before: [{ id: 'a', points: A, pinned: false }, { id: 'b' }] },
  ]);
  expect(strokeOnSheet('a')!.points).toEqual(moved);
  const { job } = useStore.getState();
  useStore.setState({ job: { ...job!, stepped: 1 } });
  expect(strokeOnSheet('a')!.points).toEqual(B);
});
