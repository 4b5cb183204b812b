import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readBuiltInEncoder } from '../../main/models/built-in.ts';
import type { Encoder, Reference } from '../../main/models/encoder.ts';
import { openEncoder } from '../../main/models/onnx-encoder.ts';
import { keepLength, strokeLengths, unhook } from '../../main/sketch/calm.ts';
import { Draft } from '../../main/sketch/draft.ts';
import { Easel } from '../../main/sketch/easel.ts';
import { sample } from '../../main/sketch/edges.ts';
import { type Subject, targetInFrame } from '../../main/sketch/frame.ts';
import type { Guide } from '../../main/sketch/guide.ts';
import { DEFAULT_PLAN, DEFAULT_WIDTH } from '../../main/sketch/plan.ts';
import { type RaceResult, race } from '../../main/sketch/race.ts';
import { salience } from '../../main/sketch/saliency.ts';
import { lookOut, openScene, type Scene, TRACE_SIDE } from '../../main/sketch/scene.ts';
import { rankStrokes } from '../../main/sketch/worth.ts';

/** A pear on a blue ground: two discs and a stalk, with its mask. */
function pear(): Subject {
  const [width, height] = [160, 200];
  const rgb = new Uint8Array(width * height * 3);
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const body = Math.hypot(x - 80, y - 130) < 50 || Math.hypot(x - 80, y - 75) < 32;
      const stalk = Math.abs(x - 80 - (50 - y) * 0.3) < 3 && y > 20 && y < 50;
      mask[y * width + x] = body || stalk ? 255 : 0;
      rgb.set(stalk ? [90, 60, 30] : body ? [180, 200 - (x >> 2), 60] : [120, 150, 210], 3 * (y * width + x));
    }
  return { width, height, rgb, mask };
}

let encoder: Encoder;
let scene: Scene;

beforeAll(async () => {
  encoder = await openEncoder(await readBuiltInEncoder(), { side: 128, views: 2, threads: 1, objective: 'direction' });
  scene = await openScene(lookOut(pear()), encoder, { maps: [1, 1], embedding: 0.4 }, 0);
});
afterAll(() => encoder.close());

const plan = { ...DEFAULT_PLAN, stages: [2, 5], steps: 24, width: DEFAULT_WIDTH };
const draft = (seed: number) => new Draft(scene, new Easel(128, 2, plan.width), plan, seed);

async function finish(
  seeds: number[],
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<RaceResult & { moments: number[] }> {
  const moments: number[] = [];
  let steps = 0;
  const running = race(scene, plan, seeds, () => ++steps > stopAfter);
  for (;;) {
    const next = await running.next();
    if (next.done) return { ...next.value, moments };
    moments.push(next.value.progress);
  }
}

test('an encoder that is shown one view a step sees the clean one and others in turn', async () => {
  const clean: boolean[] = [];
  const alone = {
    ...encoder,
    side: 128,
    views: 1,
    maps: encoder.maps,
    judge: async () => Float32Array.of(1),
    compare: async (_: Float32Array, [reference]: Reference[]) => {
      clean.push(reference === scene.references[0]);
      return { losses: Float32Array.of(clean.length), gradient: new Float32Array(128 * 128) };
    },
  };
  const one = new Draft({ ...scene, encoder: alone }, new Easel(128, 1, plan.width), plan, 0);
  await one.beginStage();
  for (let step = 0; step < 4; step++) await one.step();
  expect(clean).toEqual([true, false, true, false]);
  expect(one.clean).toBe(3);
});

test('the compared gradient is that of central differences, through encoder, views and strokes', async () => {
  const one = draft(3);
  await one.beginStage();
  const easel = new Easel(128, 2, plan.width);
  const objective = async (points: Float64Array) => {
    easel.draw(0, { points }, scene.views[0]!);
    easel.draw(1, { points }, scene.views[2]!);
    const { losses, gradient } = await encoder.compare(easel.papers, [scene.references[0]!, scene.references[2]!]);
    return { loss: losses[0]! + losses[1]!, gradient };
  };
  const { gradient } = await objective(one.points);
  const pull = new Float64Array(one.points.length);
  easel.pull(0, gradient, pull);
  easel.pull(1, gradient, pull);
  // Along the gradient itself, where a difference of float32 losses still has digits. A network of ReLUs has its kinks
  // close together on blank paper, so one step may meet one: the median of several does not.
  const length = Math.hypot(...pull);
  const ratios: number[] = [];
  for (const h of [1e-5, 2e-5, 3e-5, 4e-5, 6e-5, 8e-5, 1e-4]) {
    const moved = (sign: number) => objective(one.points.map((v, i) => v + (sign * h * pull[i]!) / length));
    ratios.push(((await moved(1)).loss - (await moved(-1)).loss) / (2 * h) / length);
  }
  ratios.sort((x, y) => x - y);
  expect(Math.abs(ratios[3]! - 1)).toBeLessThan(0.05);
});

test('judging gives the losses of comparing', async () => {
  const one = draft(1);
  await one.beginStage();
  const easel = new Easel(128, 2, plan.width);
  easel.draw(0, one.lines(), scene.views[0]!);
  easel.draw(1, one.lines(), scene.views[1]!);
  const references = [scene.references[0]!, scene.references[1]!];
  const { losses } = await encoder.compare(easel.papers, references);
  const judged = await encoder.judge(easel.papers, references);
  losses.forEach((loss, i) => {
    expect(judged[i]).toBeCloseTo(loss, 4);
  });
});

test('a stage begins with strokes on the contour that already beat blank paper, and steps improve on them', async () => {
  const one = draft(0);
  await one.beginStage();
  expect(one.strokes).toBe(2);
  const [blank] = await one.judge([{ points: new Float64Array(0) }]);
  const begun = await one.measure();
  expect(begun).toBeLessThan(0.9 * blank!);
  while (!one.stageDone) await one.step();
  expect(await one.measure()).toBeLessThan(begun);
  await one.beginStage();
  expect(one.strokes).toBe(5);
});

test('the race: every level is better than the one before, and the same seeds give the same bytes', async () => {
  const first = await finish([0, 1]);
  expect(first.stopped).toBe(false);
  expect(first.levels.map((level) => level.strokes)).toEqual([2, 5]);
  expect(first.levels[1]!.objective).toBeLessThan(first.levels[0]!.objective);
  expect(first.moments).toEqual([...first.moments].sort((a, b) => a - b));
  expect(first.moments.at(-1)).toBe(1);
  const again = await finish([0, 1]);
  expect(again.winner.seed).toBe(first.winner.seed);
  expect(again.winner.points).toEqual(first.winner.points);
});

test('stopped at once, the race still returns a drawing', async () => {
  const { winner, levels, stopped } = await finish([0, 1], 0);
  expect(stopped).toBe(true);
  expect(winner.strokes).toBe(2);
  expect(levels).toHaveLength(1);
});

test('stopped before it begins, the race does not wait for the encoder to choose among contours', async () => {
  const judge = vi.spyOn(encoder, 'judge');
  const begun = race(scene, plan, [0], () => true);
  expect((await begun.next()).done).toBe(false);
  expect(judge).not.toHaveBeenCalled();
  const { value } = await begun.next();
  expect((value as RaceResult).winner.strokes).toBe(2);
  judge.mockRestore();
});

test('where nothing is to be drawn, no step is taken', async () => {
  const compare = vi.spyOn(encoder, 'compare');
  const nothing = { ...scene, saliency: scene.saliency.map(() => 0) };
  const { done, value } = await race(nothing, plan, [0, 1], () => false).next();
  expect([done, (value as RaceResult).winner.strokes, (value as RaceResult).levels]).toEqual([true, 0, []]);
  expect(compare).not.toHaveBeenCalled();
  compare.mockRestore();
});

test('strokes are ranked by price within their stage, and no stroke is lost', async () => {
  const { winner } = await finish([0]);
  const strokes = (points: Float64Array) =>
    Array.from({ length: points.length / 8 }, (_, s) => points.slice(8 * s, 8 * s + 8).join());
  const before = strokes(winner.points);
  const [all] = await winner.judge([winner.lines()]);
  const worth = await rankStrokes(winner);
  const after = strokes(winner.points);
  expect([...after].sort()).toEqual([...before].sort());
  expect(new Set(after.slice(0, 2))).toEqual(new Set(before.slice(0, 2)));
  const [without] = await winner.judge([{ points: winner.points.slice(8) }]);
  expect(worth[0]).toBeCloseTo(without! - all!, 4);
  expect(worth).toHaveLength(5);
});

test('the penalty on hooks has the gradient of its definition, and none on a parabola', () => {
  const parabola = Float64Array.of(0.1, 0.1, 0.2, 0.3, 0.3, 0.3, 0.4, 0.1);
  const gradient = new Float64Array(8);
  unhook(parabola, 1, gradient);
  for (const g of gradient) expect(g).toBeCloseTo(0, 12);
  const hook = Float64Array.of(0.5, 0.5, 0.56, 0.5, 0.5, 0.53, 0.55, 0.53);
  unhook(hook, 1, gradient);
  const third = (axis: number) => hook[axis + 6]! - 3 * hook[axis + 4]! + 3 * hook[axis + 2]! - hook[axis]!;
  // Down the gradient the third difference shrinks.
  expect(gradient[0]! * third(0)).toBeLessThan(0);
  expect(gradient[3]! * third(1)).toBeGreaterThan(0);
  // It does not push the stroke as a whole.
  expect(gradient.filter((_, i) => i % 2 === 0).reduce((a, b) => a + b)).toBeCloseTo(0, 12);
});

test('a stroke that shrank is stretched along itself: the gradient is that of central differences', () => {
  const points = Float64Array.of(0.5, 0.5, 0.53, 0.51, 0.55, 0.54, 0.55, 0.58);
  const first = strokeLengths(points).map((length) => 2 * length);
  const penalty = (p: Float64Array) => 3 * Math.max(0, 1 - strokeLengths(p)[0]! / (0.9 * first[0]!)) ** 2;
  const gradient = new Float64Array(8);
  keepLength(points, first, 3, gradient);
  for (let i = 0; i < 8; i++) {
    const moved = (h: number) => penalty(points.map((v, j) => (j === i ? v + h : v)));
    expect(gradient[i]).toBeCloseTo((moved(1e-6) - moved(-1e-6)) / 2e-6, 5);
  }
  gradient.fill(0);
  keepLength(points, strokeLengths(points), 3, gradient);
  expect(gradient.every((g) => g === 0)).toBe(true);
});

test('saliency is attention where there is some, else the gradient, and both look at the pear', async () => {
  const straight = targetInFrame(scene.subject, scene.frame, 128);
  const looks = await encoder.look(straight.rgb, 1);
  const blank = { ...scene.references[0]! };
  const { saliency: _, ...blind } = looks;
  for (const from of [looks, blind]) {
    const { map, rows } = await salience(encoder, straight, from, () => blank);
    expect(map.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 3);
    // The frame's corners are paper; the pear fills its middle column.
    const at = (x: number, y: number) => sample(map, rows, x * rows, y * rows);
    const corners = at(0.05, 0.05) + at(0.95, 0.05) + at(0.05, 0.95) + at(0.95, 0.95);
    expect(at(0.5, 0.3) + at(0.5, 0.6) + at(0.4, 0.7) + at(0.6, 0.7)).toBeGreaterThan(corners);
  }
});

/** The pear's stalk and head are near, its body is far. */
const upperNear = Float32Array.from({ length: TRACE_SIDE ** 2 }, (_, i) => (i < TRACE_SIDE ** 2 / 2 ? 1 : 0));
const guided = (guide: Partial<Guide>): Scene => ({
  ...scene,
  guide: { near: null, by: { width: false, order: false, outline: false }, parts: [], ...guide },
});
const middles = ({ points }: Draft): number[] =>
  Array.from({ length: points.length / 8 }, (_, s) => (points[8 * s + 3]! + points[8 * s + 5]!) / 2);

/** Sixteen discs in rows of four: contours enough for every part. */
function discs(): Subject {
  const side = 160;
  const rgb = Uint8Array.from({ length: 3 * side * side }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side)];
    return Math.hypot((x % 40) - 20, (y % 40) - 20) < 13 ? 60 : 220;
  });
  return { width: side, height: side, rgb, mask: null };
}

test('parts get their shares of the strokes', async () => {
  const lower = upperNear.map((value) => 1 - value);
  const upperOf = async (upper: number) => {
    const parts = [
      { where: upperNear, strokes: upper },
      { where: lower, strokes: 6 - upper },
    ];
    const full = { ...guided({ parts }), ...lookOut(discs()) };
    const one = new Draft(full, new Easel(128, 2, plan.width), { ...plan, stages: [3, 6] }, 0);
    await one.beginStage();
    await one.beginStage();
    expect(one.strokes).toBe(6);
    return middles(one).filter((y) => y < 0.5).length;
  };
  expect([await upperOf(5), await upperOf(1)]).toEqual([5, 1]);
});

test('near lines are bolder and come first within their stage, also while a person sets the width', async () => {
  const easel = new Easel(128, 2, plan.width);
  const by = { width: true, order: true, outline: false };
  const one = new Draft(guided({ near: upperNear, by }), easel, { ...plan, stages: [4] }, 0);
  await one.beginStage();
  await rankStrokes(one);
  const near = one.nearness(0, 4)!;
  expect(near).toEqual([...near].sort((a, b) => b - a));
  expect(near[0]).toBeGreaterThan(near[3]!);
  const widths = [...one.lines().own!.values()];
  expect(widths[0]).toBeGreaterThan(1.5 * widths[3]!);
  easel.width *= 2;
  expect(one.lines().own!.get(0)).toBeCloseTo(2 * widths[0]!);
  one.edit({ kind: 'width', id: one.ids[0]!, width: 0.01 });
  expect(one.lines().own!.get(0)).toBe(0.01);
});
