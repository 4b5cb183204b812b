/** What the models' dialog says, and which model it says is in use. */

import { expect, test } from 'vitest';
import type { ShownModel } from '../../main/contract.ts';
import { damageWords, isInUse, megabyteWords, progressWords, speedWords } from '../../renderer/models/words.ts';
import { Pace } from '../../renderer/state/models.ts';

test.each([
  [2.924, '2.9 MB'],
  [5, '5 MB'],
  [225, '225 MB'],
  [1234, '1.2 GB'],
])('%s million bytes are %s', (megabytes, words) => expect(megabyteWords(megabytes)).toBe(words));

test('a download says how far it is and how long it takes, once that is known', () => {
  expect(progressWords({ received: 138.7e6, total: 225e6, secondsLeft: null })).toBe('138 of 225 MB');
  expect(progressWords({ received: 138.7e6, total: 225e6, secondsLeft: 38 })).toBe('138 of 225 MB, 40 s left');
  expect(progressWords({ received: 3e6, total: null, secondsLeft: null })).toBe('3 MB');
});

test('the pace is that of the last seconds, and another file begins anew', () => {
  const pace = new Pace();
  expect(pace.left('a', 0, 100, 0)).toBeNull();
  expect(pace.left('a', 10, 100, 0.5)).toBeNull();
  expect(pace.left('a', 20, 100, 2)).toBeCloseTo(8);
  // What was long ago does not count: since second 2 nothing came but 1.
  expect(pace.left('a', 21, 100, 4.9)).toBeCloseTo(79 * 2.9);
  expect(pace.left('b', 5, 100, 5)).toBeNull();
  expect(pace.left('b', 5, 100, 7)).toBeNull();
});

test('damage and speed are told in numbers that mean something', () => {
  expect(damageWords({ received: 141e6, megabytes: 153 })).toBe('Damaged: 12 MB are missing. It will not be used.');
  expect(damageWords({ received: 153e6, megabytes: 153 })).toMatch(/^Damaged: it is not what it should be\./);
  expect(speedWords({ milliseconds: 62.4 })).toBe('62 ms a step, 16 a second');
  expect(speedWords({ milliseconds: 400 })).toBe('400 ms a step, 2.5 a second');
});

const model = (name: string, over: Partial<ShownModel>): ShownModel => ({
  ...{ name, use: 'pointing', title: name, about: '', megabytes: 1, licence: { name: '', terms: '' }, source: null },
  ...{ own: false, sketches: false, state: 'here', received: 0, fault: null, agreed: true, needs: [], pixels: null },
  ...over,
});

test('in use is the encoder that was chosen; else the first model that is here with all that it needs', () => {
  const builtIn = model('built-in', { state: 'built-in' });
  const part = model('part', {});
  const whole = model('whole', { needs: ['part'] });
  const inUse = (...models: ShownModel[]) =>
    models.filter((one) => isInUse(one, models, 'built-in')).map(({ name }) => name);
  expect(inUse(builtIn, part, whole)).toEqual(['part', 'whole']);
  // A part alone does nothing, and what lacks its part neither.
  expect(inUse(builtIn, part, { ...whole, state: 'paused' })).toEqual(['built-in']);
  expect(inUse(builtIn, { ...part, state: 'absent' }, whole)).toEqual(['built-in']);
  const encoder = model('mine', { use: 'sketching', sketches: true });
  expect(isInUse(encoder, [encoder], 'mine')).toBe(true);
  expect(isInUse(encoder, [encoder], 'built-in')).toBe(false);
});
