import { expect, test } from 'vitest';
import { newestOnly } from '../../main/jobs/newest.ts';

test('what runs ends when something newer is asked, what waits never begins, the newest is answered', async () => {
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const ask = newestOnly(async (n: number, outdated) => {
    begun.push(n);
    most = Math.max(most, ++running);
    for (let piece = 0; piece < 5; piece++) {
      await new Promise(setImmediate);
      if (outdated()) break;
    }
    running--;
    return outdated() ? null : 10 * n;
  }, 'Not wanted any more.');
  const first = ask(1);
  await new Promise(setImmediate);
  const answers = await Promise.allSettled([first, ask(2), ask(3)]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  expect(answers[2]).toMatchObject({ value: 30 });
  expect(answers[1]).toMatchObject({ reason: { message: 'Not wanted any more.' } });
  expect(begun).toEqual([1, 3]);
  expect(most).toBe(1);
});

test('work that fails is told, and does not stand in the way of the next', async () => {
  const ask = newestOnly(async (n: number) => {
    if (n === 1) throw new Error('Broken.');
    return n;
  }, 'Not wanted.');
  await expect(ask(1)).rejects.toThrow('Broken.');
  expect(await ask(2)).toBe(2);
});
