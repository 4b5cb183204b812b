import { expect, test } from 'vitest';
import { FIRST_LAYERS, withLayer } from '../../renderer/state/layers.ts';
import { depthViewOf, isReliefShown, MOST_TILT, MOST_TURN, poseWords, turned } from '../../renderer/state/relief.ts';
import { initialState } from '../../renderer/state/store.ts';

test('a relief turns as far as it goes and no farther', () => {
  expect(turned({ turn: 10, tilt: -5 }, 15, 15)).toEqual({ turn: 25, tilt: 10 });
  expect(turned({ turn: 0, tilt: 0 }, 500, -500)).toEqual({ turn: MOST_TURN, tilt: -MOST_TILT });
});

test.each([
  [{ turn: 0, tilt: 0 }, 'from the front'],
  [{ turn: 20, tilt: 0 }, 'turned 20° right'],
  [{ turn: -4.6, tilt: 5.2 }, 'turned 5° left, 5° down'],
  [{ turn: 0.3, tilt: -15 }, 'turned 15° up'],
])('%o is %s', (pose, words) => {
  expect(poseWords(pose)).toBe(words);
});

test('the sheet is a relief while depth is shown as one, of the drawing alone, where it can be drawn', () => {
  const depth = { width: 1, height: 1, steps: new Uint16Array(1), note: '', fromModel: false, mask: null };
  const layers = withLayer(FIRST_LAYERS, 'depth', { shown: true });
  const state = { ...initialState, depth, layers, depthView: 'relief' as const };
  expect(isReliefShown(state)).toBe(true);
  expect(isReliefShown({ ...state, depth: null })).toBe(false);
  expect(isReliefShown({ ...state, layers: FIRST_LAYERS })).toBe(false);
  expect(isReliefShown({ ...state, looking: 'compare' })).toBe(false);
  expect(isReliefShown({ ...state, depthView: 'grey' })).toBe(false);
  const faulty = { ...state, reliefFault: 'No card.' };
  expect(isReliefShown(faulty)).toBe(false);
  expect(depthViewOf(faulty)).toBe('colour');
  expect(depthViewOf({ ...faulty, depthView: 'grey' })).toBe('grey');
});
