import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { ball, box, type Field, limb, ring } from '../../assets/scenes/field.ts';
import { lathe } from '../../assets/scenes/lathe.ts';
import { matte, plain } from '../../assets/scenes/paint.ts';
import { randomScene } from '../../assets/scenes/random-scene.ts';
import { render } from '../../assets/scenes/render.ts';
import { SAMPLES } from '../../assets/scenes/samples.ts';
import { body, normalised, type Scene } from '../../assets/scenes/scene.ts';
import { Random } from '../../main/sketch/random.ts';

const FOLDER = path.resolve('assets/samples');
const white = matte(plain('#ffffff'));

/** A ball of radius 1 whose middle is 6 before the camera, on a floor 1 below it. */
const SCENE: Scene = {
  camera: { eye: [0, 0, 6], target: [0, 0, 0], angle: 60, roll: 0 },
  bodies: [body(ball(1), [0, 0, 0], 1.01, white)],
  planes: [{ normal: [0, 1, 0], offset: -1, material: white }],
  key: { towards: normalised([0, 1, 0]), colour: [1, 1, 1], spread: 0.05 },
  sky: (_x, _y, _z, out) => out.fill(0.1),
  fill: { above: [0.2, 0.2, 0.2], below: [0.1, 0.1, 0.1] },
  exposure: 1,
};
const FILM = { width: 65, height: 65, samples: 4 };

test('depth is the distance along the line of sight, to the last places', () => {
  const { depth, what, mask } = render(SCENE, FILM);
  const at = (x: number, y: number) => y * 65 + x;
  expect(depth[at(32, 32)]).toBeCloseTo(5, 2);
  expect([what[at(32, 32)], mask[at(32, 32)]]).toEqual([2, 255]);
  // The floor at a row: one below the eye, so as far away as the row's slope says.
  const slope = (60.5 - 32.5) * (2 / 65) * Math.tan(Math.PI / 6);
  expect(depth[at(2, 60)]).toBeCloseTo(1 / slope, 2);
  expect([what[at(2, 60)], mask[at(2, 60)]]).toEqual([1, 0]);
  expect([what[at(2, 2)], depth[at(2, 2)]]).toEqual([0, Number.POSITIVE_INFINITY]);
});

test('a thing keeps the light from the floor below it', () => {
  const { rgb } = render(SCENE, FILM);
  const red = (x: number, y: number) => rgb[3 * (y * 65 + x)]!;
  // Just before the ball, where the light comes straight down.
  expect(red(32, 43)).toBeLessThan(0.8 * red(2, 43));
});

test('the same scene gives the same bytes, row by row as all at once', () => {
  const scene = () => randomScene(77);
  const film = { width: 32, height: 24, samples: 2 };
  const whole = render(scene(), film);
  const upper = render(scene(), { ...film, rows: [0, 10] });
  const lower = render(scene(), { ...film, rows: [10, 24] });
  expect(Buffer.concat([upper.rgb, lower.rgb]).equals(Buffer.from(whole.rgb))).toBe(true);
  expect([...upper.depth, ...lower.depth]).toEqual([...whole.depth]);
  expect(render(randomScene(78), film).rgb).not.toEqual(whole.rgb);
});

test('no field says more than the true distance: a step of that length never goes through', () => {
  const solids: Record<string, Field> = {
    box: box(0.5, 0.3, 0.4, 0.05),
    limb: limb([-0.4, 0, 0], [0.5, 0.2, 0.1], 0.3, 0.1),
    ring: ring(0.5, 0.15),
    lathe: lathe([
      [0, -0.5],
      [0.4, -0.5],
      [0.15, 0],
      [0.5, 0.5],
      [0, 0.5],
    ]),
  };
  const random = new Random(3);
  const draw = () => 4 * random.uniform() - 2;
  for (const [name, field] of Object.entries(solids))
    for (let k = 0; k < 3000; k++) {
      const [p, q] = [
        [draw(), draw(), draw()],
        [draw(), draw(), draw()],
      ] as [number[], number[]];
      const between = Math.hypot(p[0]! - q[0]!, p[1]! - q[1]!, p[2]! - q[2]!);
      const [a, b] = [field(p[0]!, p[1]!, p[2]!), field(q[0]!, q[1]!, q[2]!)];
      // From outside to inside there lies the surface.
      if (a > 0 && b < 0) expect(a, name).toBeLessThanOrEqual(between + 0.02);
    }
});

test('every sample of the index is there, and its three files fit each other', async () => {
  const { samples } = JSON.parse(fs.readFileSync(path.join(FOLDER, 'index.json'), 'utf8'));
  expect(samples.map(({ name }: { name: string }) => name)).toEqual(SAMPLES.map(({ name }) => name));
  for (const { photo, mask, depth, width, height, near, far } of samples) {
    for (const file of [photo, mask, depth]) {
      const found = await sharp(path.join(FOLDER, file)).metadata();
      expect([found.width, found.height]).toEqual([width, height]);
    }
    expect((await sharp(path.join(FOLDER, depth)).metadata()).depth).toBe('ushort');
    expect(far).toBeGreaterThan(near);
    expect(fs.statSync(path.join(FOLDER, photo)).size).toBeLessThan(150_000);
  }
});

test('a sample is rendered as it was: a row through its middle, to within what JPEG changes', async () => {
  const { scene, name } = SAMPLES[1]!;
  const row = render(scene(), { width: 960, height: 720, samples: 9, rows: [400, 401] });
  const mask = await sharp(path.join(FOLDER, `${name}.mask.png`))
    .extractChannel(0)
    .raw()
    .toBuffer();
  expect(Buffer.from(row.mask).equals(mask.subarray(400 * 960, 401 * 960))).toBe(true);
});
