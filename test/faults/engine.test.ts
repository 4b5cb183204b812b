/** The engine's own process, killed at any step, with fifty jobs at once, and after many sketches. */

import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { soak } from '../../bench/soak.ts';
import { engineContract, type PageSettings } from '../../main/contract.ts';
import { forkEngine } from '../../main/engine-process.ts';
import { type Client, ConnectionLost, connect } from '../../main/rpc.ts';

const ENGINE = path.resolve('out/main/engine.js');
const settings: PageSettings = {
  ...{
    strokes: 4,
    seeds: 1,
    seed: 3,
    fidelity: 0.5,
    width: null,
    quality: 'draft',
    cutOut: false,
    encoder: 'built-in',
  },
};
let photo: Uint8Array;
beforeAll(async () => {
  const disc =
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96" fill="#ccc"/><circle cx="48" cy="48" r="30" fill="#222"/></svg>';
  photo = new Uint8Array(await sharp(Buffer.from(disc)).png().toBuffer());
});

type Engine = Client<typeof engineContract>;
const sketch = (engine: Engine, onEvent: (count: number) => void = () => {}) => {
  let count = 0;
  return engine.stream('sketch', { photo, settings, mask: null, emphasis: null, keep: [] }, () => onEvent(++count))
    .result;
};

test('killed at any step of a sketch, it takes nothing along: the next one draws the same', async () => {
  const whole = connect(engineContract, forkEngine(ENGINE));
  let events = 0;
  const { strokes } = await sketch(whole, (count) => {
    events = count;
  });
  expect(events).toBeGreaterThan(3);
  for (const step of [0, 2, events - 1]) {
    const port = forkEngine(ENGINE);
    const engine = connect(engineContract, port);
    const kill = () => process.kill(port.pid!, 'SIGKILL');
    const lost = sketch(engine, (count) => count === step && kill());
    const other = engine.call('openPhoto', { photo, name: 'hen.png' });
    if (step === 0) kill();
    await expect(lost).rejects.toThrow(ConnectionLost);
    // What else was asked is answered, or told as much.
    await other.catch((error: unknown) => expect(error).toBeInstanceOf(ConnectionLost));
    await engine.closed;
    await expect(engine.call('openPhoto', { photo, name: 'hen.png' })).rejects.toThrow(ConnectionLost);
  }
  expect((await sketch(whole)).strokes).toEqual(strokes);
  whole.close();
});

test('fifty jobs at once are each answered with their own, the damaged ones refused under their names', async () => {
  const port = forkEngine(ENGINE);
  const engine = connect(engineContract, port);
  const jobs = Array.from({ length: 50 }, async (_, i) => {
    const side = 20 + i;
    const png = await sharp({ create: { width: side, height: 10, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const bytes = new Uint8Array(i % 5 ? png : png.subarray(0, png.length >> 1));
    const answer = engine.call('openPhoto', { photo: bytes, name: `${i}.png` });
    if (i % 5) expect((await answer).width).toBe(side);
    else await expect(answer).rejects.toThrow(new RegExp(`^${i}\\.png is damaged`));
  });
  await Promise.all(jobs);
  // Killed in the middle of fifty more, it leaves nobody waiting.
  const more = Array.from({ length: 50 }, () =>
    engine.call('findSubject', { photo }).then(
      () => 'done',
      (error) => error,
    ),
  );
  process.kill(port.pid!, 'SIGKILL');
  for (const answer of await Promise.all(more)) if (answer !== 'done') expect(answer).toBeInstanceOf(ConnectionLost);
});

test.skipIf(process.platform === 'win32')('eight sketches in one engine leave its memory as it was', async () => {
  const readings = await soak({ photos: [photo], count: 8, stopAfter: 3 });
  // The first ones fill caches and the allocator's pools.
  expect(readings.at(-1)! - readings[3]!).toBeLessThan(48);
});
