/** The race with a person in it, over encoders that see nothing but refuse drawings of another size than theirs. */
import { expect, test, vi } from 'vitest';
import type { Encoder, FeatureMap } from '../../main/models/encoder.ts';
import type { Edit } from '../../main/sketch/edit.ts';
import { DEFAULT_PLAN, DEFAULT_WIDTH } from '../../main/sketch/plan.ts';
import { type RaceMoment, race } from '../../main/sketch/race.ts';
import { lookOut, openScene } from '../../main/sketch/scene.ts';

const SIDE = 96;
const disc = Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, i) => {
  const at = Math.floor(i / 3);
  return Math.hypot((at % SIDE) - SIDE / 2, Math.floor(at / SIDE) - SIDE / 2) < SIDE / 3 ? 40 : 230;
});

/** Its objective is the share of the paper that is white. */
function blindEncoder(side: number): Encoder {
  const map: FeatureMap = { name: 'map', channels: 1, rows: 4, columns: 4, skip: 0, layout: 'channels-first' };
  const views = 2;
  const losses = (papers: Float32Array) => {
    if (papers.length !== views * side * side) throw new Error(`${papers.length} pixels are not ${views} of ${side}²`);
    return Float32Array.from({ length: views }, (_, v) => {
      const page = papers.subarray(v * side * side, (v + 1) * side * side);
      return page.reduce((sum, value) => sum + value, 0) / page.length;
    });
  };
  return {
    name: `blind ${side}`,
    side,
    views,
    maps: [map],
    look: async (_, n) => ({
      maps: [Array.from({ length: n }, () => new Float32Array(16).fill(1))],
      embedding: Array.from({ length: n }, () => new Float32Array(0)),
      saliency: { maps: Array.from({ length: n }, () => new Float32Array(16).fill(1 / 16)), rows: 4, columns: 4 },
    }),
    compare: async (papers) => ({ losses: losses(papers), gradient: new Float32Array(papers.length) }),
    judge: async (papers) => losses(papers),
    close: async () => {},
  };
}

test('stopped in a later stage, the drawing is measured once and no level beside it', async () => {
  const outlook = lookOut({ width: SIDE, height: SIDE, rgb: disc, mask: null });
  const encoder = blindEncoder(16);
  const scene = await openScene(outlook, encoder, { maps: [1], embedding: 0 }, 0, { bank: 5 });
  const judge = vi.spyOn(encoder, 'judge');
  let stop = false;
  const plan = { ...DEFAULT_PLAN, stages: [2, 4, 6], steps: 24, width: DEFAULT_WIDTH };
  const running = race(scene, plan, [0, 1], () => stop);
  let next = await running.next();
  for (; !next.done; next = await running.next())
    if (next.value.leader.stage === 1 && !stop) {
      stop = true;
      judge.mockClear();
    }
  expect(next.value).toMatchObject({ stopped: true, levels: [{ strokes: 4, objective: expect.any(Number) }] });
  // Six views, two a run.
  expect(judge).toHaveBeenCalledTimes(3);
});

test('a try that was dropped can be kept in the very moment in which another encoder is chosen', async () => {
  const outlook = lookOut({ width: SIDE, height: SIDE, rgb: disc, mask: null });
  const sceneOf = (side: number) => openScene(outlook, blindEncoder(side), { maps: [1], embedding: 0 }, 0, { bank: 6 });
  const scene = await sceneOf(16);
  const other = await sceneOf(24);
  const seen: { moment: RaceMoment | null; dropped: number | null } = { moment: null, dropped: null };
  const take = async (): Promise<Edit[]> => {
    const { moment } = seen;
    if (seen.dropped !== null || moment?.leader.stage !== 1) return [];
    seen.dropped = moment.drafts.find(({ seed }) => !moment.running.includes(seed))!.seed;
    Object.assign(scene, other);
    return [{ kind: 'encoder' }, { kind: 'keep', seed: seen.dropped }];
  };
  const plan = { ...DEFAULT_PLAN, stages: [2, 4], steps: 24, width: DEFAULT_WIDTH };
  const under = { points: new Float64Array(0), widths: new Float64Array(0) };
  const running = race(scene, plan, [0, 1, 2], () => false, { under, taken: new Set(), take });
  let next = await running.next();
  for (; !next.done; next = await running.next()) seen.moment = next.value;
  expect(seen.dropped).not.toBeNull();
  expect(next.value.winner.seed).toBe(seen.dropped);
  expect(next.value.winner.strokes).toBe(4);
});
