/** Steps of a cut-out: what is made from what, late answers, undoing, and what can not be made. */
import { expect, test, vi } from 'vitest';
import type { SegmentHint } from '../../main/contract.ts';
import type { GreyPicture } from '../../renderer/document/grey-png.ts';
import { CutSteps } from '../../renderer/state/cut-steps.ts';

const picture = (value: number): GreyPicture => ({ width: 1, height: 1, grey: Uint8Array.of(value) });
const hint: SegmentHint = { kind: 'add', points: [0.5, 0.5], radius: 0.01 };
const hints = (count: number) => Array.from({ length: count }, () => hint);
const FIRST = picture(1);

function begun() {
  const failed = vi.fn();
  const steps = new CutSteps(FIRST, () => {}, failed);
  const shown = () => steps.mask.grey[0];
  return { steps, failed, shown };
}

/** A step that is answered when it is told to, and the masks that it was made from. */
function asked(count: number, label = 'Add by point') {
  const from: number[] = [];
  const answers: PromiseWithResolvers<GreyPicture>['resolve'][] = [];
  const make = (before: GreyPicture) => {
    from.push(before.grey[0]!);
    return new Promise<GreyPicture>((resolve) => answers.push(resolve));
  };
  return {
    step: { label, hints: hints(count), make },
    from,
    answer: (value: number) => answers.shift()!(picture(value)),
  };
}
type PromiseWithResolvers<T> = { resolve: (value: T) => void };
const turn = () => new Promise((resolve) => setImmediate(resolve));
const paint = (by: number, label = 'Paint') => ({
  ...{ label, hints: [] },
  make: ({ grey }: GreyPicture) => picture(grey[0]! + by),
});

test('hints are made from the mask on which the first of them was set', async () => {
  const { steps, shown } = begun();
  const [one, two] = [asked(1), asked(2)];
  steps.add(one.step);
  one.answer(10);
  expect((await steps.settled()).grey[0]).toBe(10);
  steps.add(two.step);
  expect([shown(), steps.isWorking, steps.hints.length]).toEqual([10, true, 2]);
  two.answer(20);
  await steps.settled();
  expect([one.from, two.from, shown()]).toEqual([[1], [1], 20]);
});

test('an answer that comes late is not shown over a newer step, nor lost where one goes back to it', async () => {
  const { steps, shown } = begun();
  const [one, two, three] = [asked(1), asked(2), asked(3)];
  for (const { step } of [one, two, three]) steps.add(step);
  one.answer(10);
  await turn();
  expect(shown()).toBe(10);
  // The one between was overtaken before it was begun.
  expect([two.from, three.from]).toEqual([[], [1]]);
  three.answer(30);
  await steps.settled();
  expect(shown()).toBe(30);
  steps.undo();
  expect([shown(), steps.isWorking]).toEqual([10, true]);
  two.answer(20);
  await steps.settled();
  expect(shown()).toBe(20);
});

test('what is painted on a mask that is not there yet is painted once it is', async () => {
  const { steps, shown } = begun();
  const one = asked(1);
  steps.add(one.step);
  steps.add(paint(5));
  one.answer(10);
  await steps.settled();
  expect(shown()).toBe(15);
  expect(steps.hints).toEqual([]);
  const two = asked(1);
  steps.add(two.step);
  two.answer(40);
  await steps.settled();
  expect(two.from).toEqual([15]);
});

test('steps are taken back and done again by name; a new one ends what was taken back', () => {
  const { steps, shown } = begun();
  expect([steps.undo(), steps.redo(), steps.undoLabel]).toEqual([false, false, null]);
  steps.add(paint(5));
  steps.add(paint(6, 'Erase'));
  expect([shown(), steps.undoLabel, steps.redoLabel]).toEqual([12, 'Erase', null]);
  steps.undo();
  expect([shown(), steps.undoLabel, steps.redoLabel]).toEqual([6, 'Paint', 'Erase']);
  steps.redo();
  steps.undo();
  steps.undo();
  expect([shown(), steps.undoLabel]).toEqual([1, null]);
  steps.add(paint(7));
  expect([shown(), steps.redoLabel]).toEqual([8, null]);
});

test('a step that can not be made is said and taken back', async () => {
  const { steps, failed, shown } = begun();
  steps.add(paint(5));
  steps.add({ label: 'Add by box', hints: [], make: () => Promise.reject(new Error('No.')) });
  steps.add(paint(6));
  expect((await steps.settled()).grey[0]).toBe(6);
  expect(failed).toHaveBeenCalledExactlyOnceWith(new Error('No.'));
  expect([shown(), steps.undoLabel, steps.redoLabel]).toEqual([6, 'Paint', null]);
});
