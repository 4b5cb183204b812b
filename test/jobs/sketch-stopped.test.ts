/** A sketch that is stopped when all its steps are done, and only its strokes are not yet in order. */
import { expect, test, vi } from 'vitest';
import { sketchPhoto } from '../../main/jobs/sketch.ts';
import { DEFAULT_SETTINGS } from '../../main/jobs/sketch-settings.ts';
import type { Draft } from '../../main/sketch/draft.ts';
import type * as worth from '../../main/sketch/worth.ts';
import { pearPhoto } from './live-photo.ts';

const stop = vi.hoisted(() => new AbortController());
vi.mock('../../main/sketch/worth.ts', async (original) => {
  const real = await original<typeof worth>();
  const rankStrokes = (draft: Draft, stopped: () => boolean) => {
    stop.abort();
    return real.rankStrokes(draft, stopped);
  };
  return { ...real, rankStrokes };
});

test('it is a stopped one, so that nobody takes it for the drawing that was asked for', async () => {
  const settings = { ...DEFAULT_SETTINGS, strokes: 4, seeds: 1, steps: 4, quality: 'draft' as const };
  const running = sketchPhoto(await pearPhoto(), settings, stop.signal);
  let next = await running.next();
  while (!next.done) next = await running.next();
  expect(next.value).toMatchObject({ stopped: true, worth: [], levels: [{ strokes: 4 }] });
  expect(next.value.drawing.strokes).toHaveLength(4);
});
