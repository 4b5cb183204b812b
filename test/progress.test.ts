import { expect, test } from 'vitest';
import { barLine, duration } from '../main/progress.ts';
import { inFreshFolders, run } from './run-command.ts';

inFreshFolders();

test('a terminal gets a bar with time left and objective, wiped before anything else is said', async () => {
  const { stdout, stderr } = await run(['sketch', 'cat.jpg'], { tty: true });
  expect(stderr).toContain(' 50 %  objective 0.5000  2 s left');
  expect(stderr.endsWith('\r\x1b[K')).toBe(true);
  expect(stderr).toContain('\x1b[36m');
  expect(stdout).toMatch(/^cat\.jpg -> cat\.svg: .*\n$/);
  expect(stdout).not.toContain('\x1b');
});

test.each([
  ['NO_COLOR', { tty: true, env: { NO_COLOR: '1' } }, /█/, /\[\d+m/],
  ['a pipe', { tty: false }, /^$/, /./],
  ['a dumb terminal', { tty: true, env: { TERM: 'dumb' } }, /^$/, /./],
])('%s is respected', async (_, host, wanted, unwanted) => {
  const { stderr } = await run(['sketch', 'cat.jpg'], host);
  expect(stderr).toMatch(wanted);
  expect(stderr).not.toMatch(unwanted);
});

test('the bar fits its terminal, whatever the name', () => {
  const frame = {
    kind: 'step' as const,
    progress: 0.999,
    objective: 1,
    secondsLeft: 3725,
    drawing: { width: 1, height: 1, strokes: [] },
  };
  for (const columns of [0, 1, 20, 40, 60, 61, 62, 80, 200])
    for (const name of ['', 'a.jpg', 'x'.repeat(300), '\x1b[31m\nred']) {
      const line = barLine(name, frame, columns, false);
      expect(line.length).toBeLessThanOrEqual(Math.max(0, columns - 1));
      expect(/\p{Cc}/u.test(line)).toBe(false);
      if (columns >= 80) expect(line).toContain(' 99 %  objective 1.0000  1 h 2 min left');
    }
  expect([0.2, 59.6, 95, 4000].map(duration)).toEqual(['1 s', '1 min 0 s', '1 min 35 s', '1 h 6 min']);
});
