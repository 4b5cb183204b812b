import { expect, test } from 'vitest';
import { LiveDrawing, type PageStroke } from '../../main/jobs/live-drawing.ts';
import { Sheet } from '../../main/jobs/sheet.ts';
import { cubicsOf } from '../../main/jobs/underlay.ts';

/** A photo of 200 × 400 whose working copy is half as large, framed from (10, 20) by a square of 80. */
const photo = { width: 200, height: 400, workingWidth: 100, workingHeight: 200, rgb: new Uint8Array(0), alpha: null };
const sheet = new Sheet(photo, { left: 10, top: 20, side: 80 }, 0.05, false);
const drawing = (keep: PageStroke[] = []) => new LiveDrawing(sheet, keep);

const CUBIC = [20, 40, 60, 40, 100, 120, 180, 200];
const CHAIN = [...CUBIC, 180, 220, 100, 240, 20, 200];
const looks = { width: 8, color: '#123456', opacity: 1, locked: true, hidden: false, worth: null };

test('an edit is asked in units of the frame', () => {
  expect(drawing().translate({ kind: 'move', id: 'a', points: CUBIC })).toEqual([
    {
      kind: 'move',
      id: 'a',
      points: [0, 0, 0.25, 0, 0.5, 0.5, 1, 1],
    },
  ]);
  expect(drawing().translate({ kind: 'unpin', id: 'a' })).toEqual([{ kind: 'unpin', id: 'a' }]);
});

test('a chain lies under the drafts, cubic by cubic, until it is deleted', () => {
  const live = drawing();
  expect(live.translate({ kind: 'add', id: 'chain', points: CHAIN })).toEqual([{ kind: 'delete', id: 'chain' }]);
  expect([...live.under.points]).toEqual([0, 0, 0.25, 0, 0.5, 0.5, 1, 1, 1, 1, 1, 1.125, 0.5, 1.25, 0, 1]);
  expect([...live.under.widths]).toEqual([0.05, 0.05]);
  live.translate({ kind: 'delete', id: 'chain' });
  expect(live.under.points).toHaveLength(0);
});

test('kept strokes lie under the drafts with their own widths, but for those that nobody sees', () => {
  const keep = [
    { ...looks, id: 'a', points: CUBIC },
    { ...looks, id: 'b', points: CUBIC, hidden: true },
    { ...looks, id: 'c', points: CUBIC, width: 0 },
  ];
  const live = drawing(keep);
  expect([...live.under.widths]).toEqual([0.05]);
  expect(live.finished([])).toEqual(keep);
});

test('what is kept and was deleted comes back in its place and its looks', () => {
  const keep = ['a', 'b', 'c'].map((id) => ({ ...looks, id, points: CUBIC }));
  const live = drawing(keep);
  live.translate({ kind: 'delete', id: 'b' });
  expect(live.finished([]).map(({ id }) => id)).toEqual(['a', 'c']);
  expect(live.under.widths).toHaveLength(2);
  expect(live.translate({ kind: 'add', id: 'b', points: CUBIC })).toEqual([]);
  expect(live.finished([])).toEqual(keep);
  expect(live.under.widths).toHaveLength(3);
});

test('what was drawn comes after what is kept, with the worth that is known', () => {
  const stroke = (id: string) => ({ id, points: CUBIC, width: 2, color: '#000000', opacity: 1, pinned: false });
  const done = drawing([{ ...looks, id: 'kept', points: CHAIN }]).finished(
    [stroke('0-0'), stroke('0-1')],
    new Map([['0-1', 2.5]]),
  );
  expect(done.map(({ id, worth, locked }) => [id, worth, locked])).toEqual([
    ['kept', null, true],
    ['0-0', null, false],
    ['0-1', 2.5, false],
  ]);
});

test("a look is the stroke's own: its width is the draft's too, its colour is not", () => {
  const live = drawing();
  const contour = live.outlines([0, 0, 0.25, 0, 0.5, 0.5, 1, 1])[0]!;
  // A contour would go when there is a draft: it is put where it is.
  const [put, ...rest] = live.translate({ kind: 'style', id: contour.id, color: '#b3402c', width: 8 });
  expect(put).toMatchObject({ kind: 'move', id: contour.id });
  expect(rest).toEqual([{ kind: 'width', id: contour.id, width: 0.05 }]);
  expect(live.translate({ kind: 'style', id: '0-0', color: '#b3402c' })).toEqual([]);
  expect(live.translate({ kind: 'style', id: '0-0', opacity: 0.5 })).toEqual([]);
  const edited = live.edited([{ ...contour, id: '0-0' }], [{ kind: 'move', id: '0-0', points: CUBIC }]);
  expect(edited).toEqual([{ ...contour, id: '0-0', points: CUBIC, color: '#b3402c', opacity: 0.5, pinned: true }]);
});

test('a chain is cut where its curves meet', () => {
  expect(cubicsOf(CHAIN)).toEqual([CUBIC, [180, 200, 180, 220, 100, 240, 20, 200]]);
});

test('what is gone on from is there once, chains too, and keeps its place when only its look is changed', () => {
  const live = drawing();
  const begun = live.goOnFrom([
    { ...looks, id: 'chain', points: CHAIN },
    { ...looks, id: 'a', points: CUBIC },
    { ...looks, id: 'b', points: CUBIC },
  ]);
  const after = live.edited(begun, [
    { kind: 'style', id: 'a', color: '#ff0000' },
    { kind: 'style', id: 'chain', width: 3 },
    { kind: 'delete', id: 'no-such' },
  ]);
  expect(after.map(({ id, color, width, points }) => [id, color, width, points.length])).toEqual([
    ['a', '#ff0000', 8, 8],
    ['b', '#123456', 8, 8],
    ['chain', '#123456', 3, CHAIN.length],
  ]);
});
