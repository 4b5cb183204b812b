/**
 * What painting "more detail here" does: one region a photo (a head) is painted, and the sketch is drawn with the map
 * and without, from the same seeds. How much of the line runs inside, and how like the photo the encoder finds what is
 * inside and outside: both drawings are judged by the same objective, its places cut to one side or the other; and once
 * from close to, by views that neither was drawn with.
 */

import { resolveMask } from '../main/jobs/mask.ts';
import { readPhoto } from '../main/jobs/photo.ts';
import { stepsFor, weightsFor } from '../main/jobs/sketch.ts';
import { openChosenEncoder } from '../main/jobs/sketch-encoder.ts';
import { DEFAULT_SETTINGS } from '../main/jobs/sketch-settings.ts';
import { Easel } from '../main/sketch/easel.ts';
import { type Emphasis, emphasisInFrame } from '../main/sketch/emphasis.ts';
import type { Lines } from '../main/sketch/line.ts';
import { DEFAULT_PLAN, DEFAULT_WIDTH } from '../main/sketch/plan.ts';
import { race } from '../main/sketch/race.ts';
import { lookOut, openScene, type Scene, TRACE_SIDE, weigh } from '../main/sketch/scene.ts';
import { warp } from '../main/sketch/views.ts';
import { bernstein } from '../main/strokes/bezier.ts';
import { LEVELS } from './scenes.ts';
import { MASK_FOLDER, need, sharedPhotos } from './shared.ts';
import { type BenchContext, type BenchRow, benchRow, mean } from './table.ts';

/** Ellipses over heads: centre and radii, shares of the photo's width and height. */
const HEADS: Record<string, [number, number, number, number]> = {
  astronaut: [0.44, 0.22, 0.15, 0.22],
  flamingo: [0.1, 0.1, 0.12, 0.12],
  kangaroo: [0.87, 0.22, 0.14, 0.2],
  owl: [0.5, 0.14, 0.13, 0.13],
  parrot: [0.8, 0.22, 0.14, 0.14],
  rooster: [0.74, 0.17, 0.1, 0.12],
};
const SEEDS = [0];

interface Drawn {
  /** Share of the line's length inside. */
  share: number;
  inside: number;
  outside: number;
  whole: number;
  /** Of what is inside, seen from close to. */
  close: number;
}

export async function benchDetail({ photos: most, say }: BenchContext): Promise<BenchRow[]> {
  need(MASK_FOLDER);
  const chosen = sharedPhotos(null)
    .filter(({ name }) => HEADS[name])
    .slice(0, most ?? undefined);
  const { encoder } = await openChosenEncoder(DEFAULT_SETTINGS, 2, 'direction');
  const without: Drawn[] = [];
  const painted: Drawn[] = [];
  try {
    for (const { name, file } of chosen) {
      const photo = await readPhoto(file);
      const { workingWidth: width, workingHeight: height, rgb } = photo;
      const { mask } = await resolveMask(MASK_FOLDER, file, photo);
      const outlook = lookOut({ width, height, rgb, mask });
      const region = emphasisInFrame(ellipse(width, height, HEADS[name]!), width, height, outlook.frame, TRACE_SIDE)!;
      const scene = await openScene(outlook, encoder, weightsFor(0.5, encoder.maps.length), 0);
      const pair = [await draw(scene, null, region), await draw(scene, region, region)] as const;
      without.push(pair[0]);
      painted.push(pair[1]);
      say(`${name}: ${pair.map(told).join(' → ')}`);
    }
  } finally {
    await encoder.close();
  }
  const of = (drawn: Drawn[], key: keyof Drawn) => mean(drawn.map((one) => one[key]));
  const method = `${chosen.length} photos, a head painted, 16 strokes, ${SEEDS.length} seeds each, one at a time`;
  const pairOf = (key: keyof Drawn, what: string, least: number): BenchRow => {
    const [before, after] = [of(without, key), of(painted, key)];
    const told = `${method}; means: ${after.toFixed(3)} over ${before.toFixed(3)}`;
    return benchRow(`${what}, painted over not`, after / before, '×', { least }, told);
  };
  return [
    pairOf('share', "share of the line's length inside", 1.5),
    pairOf('close', 'likeness inside, seen from close to', 1.05),
    pairOf('inside', 'likeness inside', 1),
    pairOf('outside', 'likeness outside', 0.8),
    pairOf('whole', 'likeness of the whole', 0.9),
  ];
}

const told = ({ share, inside, outside, whole, close }: Drawn) =>
  `${(100 * share).toFixed(0)} % inside, likeness ${[inside, outside, whole, close].map((v) => v.toFixed(1)).join(' / ')}`;

/** [height·width] white in the ellipse. */
function ellipse(width: number, height: number, [cx, cy, rx, ry]: [number, number, number, number]): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const x = (i % width) / width - cx;
    const y = Math.floor(i / width) / height - cy;
    return Math.hypot(x / rx, y / ry) < 1 ? 255 : 0;
  });
}

async function draw(scene: Scene, emphasis: Emphasis, region: Float32Array): Promise<Drawn> {
  const { weights } = scene;
  const stages = LEVELS;
  const plan = {
    ...DEFAULT_PLAN,
    width: DEFAULT_WIDTH,
    stages,
    steps: stepsFor({ quality: 'normal', strokes: stages.at(-1)! }),
  };
  const drawings: Lines[] = [];
  await weigh(scene, weights, emphasis);
  for (const seed of SEEDS) {
    const running = race(scene, plan, [seed], () => false);
    let next = await running.next();
    while (!next.done) next = await running.next();
    drawings.push(next.value.winner.lines());
  }
  await weigh(scene, weights, null);
  // Close views of another seed than those that were drawn with.
  const close = { ...scene, seed: scene.seed + 1 };
  await weigh(close, { ...weights, embedding: 0 }, region);
  const likenessIn = async (where: Float32Array) => likenessBy(await within(scene, where), drawings, everyView(scene));
  return {
    share: mean(drawings.map(({ points }) => shareInside(points, region))),
    inside: await likenessIn(region),
    outside: await likenessIn(region.map((v) => 1 - v)),
    whole: await likenessIn(region.map(() => 1)),
    close: await likenessBy(close, drawings, everyView(close).slice(-close.close)),
  };
}

const everyView = ({ views }: Scene) => views.map((_, view) => view);

/** Mean likeness of drawings in some views of a scene. */
async function likenessBy(scene: Scene, drawings: Lines[], views: number[]): Promise<number> {
  const easel = new Easel(scene.encoder.side, scene.encoder.views, DEFAULT_WIDTH);
  const objectives: number[] = [];
  for (const lines of [{ points: new Float64Array(0) }, ...drawings]) {
    const seen = views.map((view) => ({ lines, view }));
    objectives.push(mean(await easel.judge(scene, seen)));
  }
  const [blank, ...drawn] = objectives;
  return 100 * (1 - mean(drawn) / blank!);
}

/** The scene judged at the places of a part alone. */
async function within(scene: Scene, where: Float32Array): Promise<Scene> {
  const { side } = scene.encoder;
  const known = scene.known.map((map, v) => {
    const part = warp(where, 1, TRACE_SIDE, scene.views[v]!, side);
    return map.map((value, i) => value * part[i]!);
  });
  const part = { ...scene, known };
  await weigh(part, { ...scene.weights, embedding: 0 }, null);
  return part;
}

/** Share of the strokes' length that lies where the region is bright. */
function shareInside(points: Float64Array, region: Float32Array): number {
  let inside = 0;
  let total = 0;
  for (let at = 0; at < points.length; at += 8) {
    let before: [number, number] | null = null;
    for (let k = 0; k <= 64; k++) {
      const weights = bernstein(k / 64);
      const of = (axis: number) => weights.reduce((sum, w, p) => sum + w * points[at + 2 * p + axis]!, 0);
      const [x, y] = [of(0), of(1)];
      if (before) {
        const length = Math.hypot(x - before[0], y - before[1]);
        const place = (v: number) => Math.min(TRACE_SIDE - 1, Math.max(0, Math.floor(v * TRACE_SIDE)));
        total += length;
        inside += length * region[place(y) * TRACE_SIDE + place(x)]!;
      }
      before = [x, y];
    }
  }
  return inside / total;
}
