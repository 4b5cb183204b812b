/** Providers that fail at the start and in the middle: the answers are the next one's. */
import { expect, test } from 'vitest';
import type { Encoder } from '../../main/models/encoder.ts';
import type { Provider } from '../../main/models/session.ts';
import { SteadyEncoder } from '../../main/models/steady-encoder.ts';

/** An encoder whose losses name the provider; it fails from its `good`-th answer on. */
function encoderOn(provider: Provider, good: number, closed: Provider[]): Encoder {
  let answers = 0;
  const answer = async () => {
    if (answers++ >= good) throw new Error(`${provider} lost its device`);
    return Float32Array.of(provider === 'cpu' ? 1 : 2);
  };
  return {
    name: 'one',
    side: 8,
    views: 1,
    maps: [],
    look: async () => ({ maps: [], embedding: [await answer()] }),
    judge: answer,
    compare: async () => ({ losses: await answer(), gradient: Float32Array.of(0) }),
    close: async () => void closed.push(provider),
  };
}

test('a device that is lost in the middle of a job hands the question on', async () => {
  const closed: Provider[] = [];
  const told: string[] = [];
  const open = async (provider: Provider) => encoderOn(provider, provider === 'cpu' ? 99 : 2, closed);
  const encoder = await SteadyEncoder.open(['webgpu', 'cpu'], open, (...said) => told.push(said.join(' ')));
  const ask = async () => (await encoder.judge(new Float32Array(64), []))[0];
  expect([await ask(), await ask(), await ask(), await ask()]).toEqual([2, 2, 1, 1]);
  expect(told).toEqual(['webgpu cpu webgpu lost its device']);
  expect(closed).toEqual(['webgpu']);
  expect(encoder.provider).toBe('cpu');
});

test('one that does not open is passed over; when the last fails, its own words are thrown', async () => {
  const told: string[] = [];
  const open = async (provider: Provider) => {
    if (provider !== 'cpu') throw new Error(`no ${provider} here`);
    return encoderOn('cpu', 1, []);
  };
  const encoder = await SteadyEncoder.open(['cuda', 'webgpu', 'cpu'], open, (...said) => told.push(said.join(' ')));
  expect(told).toEqual(['cuda webgpu no cuda here', 'webgpu cpu no webgpu here']);
  await encoder.judge(new Float32Array(64), []);
  await expect(encoder.judge(new Float32Array(64), [])).rejects.toThrow('cpu lost its device');
  await expect(SteadyEncoder.open(['cuda'], open, () => {})).rejects.toThrow('no cuda here');
});

test('one that is lost hands the question on past another that does not open', async () => {
  const told: string[] = [];
  const open = async (provider: Provider) => {
    if (provider === 'webgpu') throw new Error('no webgpu here');
    return encoderOn(provider, provider === 'cpu' ? 99 : 1, []);
  };
  const encoder = await SteadyEncoder.open(['cuda', 'webgpu', 'cpu'], open, (...said) => told.push(said.join(' ')));
  const ask = async () => (await encoder.judge(new Float32Array(64), []))[0];
  expect([await ask(), await ask()]).toEqual([2, 1]);
  expect(told).toEqual(['cuda webgpu cuda lost its device', 'webgpu cpu no webgpu here']);
});

test('two questions that fail at once move on once, and both are answered', async () => {
  const opened: Provider[] = [];
  const open = async (provider: Provider) => {
    opened.push(provider);
    return encoderOn(provider, provider === 'cpu' ? 99 : 0, []);
  };
  const encoder = await SteadyEncoder.open(['webgpu', 'cpu'], open, () => {});
  const asked = [1, 2].map(() => encoder.judge(new Float32Array(64), []));
  expect((await Promise.all(asked)).map(([loss]) => loss)).toEqual([1, 1]);
  expect(opened).toEqual(['webgpu', 'cpu']);
});

test('where no other opens for the moment, the next question tries them again', async () => {
  let full = true;
  const open = async (provider: Provider) => {
    if (provider === 'cpu' && full) throw new Error('no memory');
    return encoderOn(provider, provider === 'cpu' ? 99 : 0, []);
  };
  const encoder = await SteadyEncoder.open(['webgpu', 'cpu'], open, () => {});
  await expect(encoder.judge(new Float32Array(64), [])).rejects.toThrow('no memory');
  full = false;
  expect((await encoder.judge(new Float32Array(64), []))[0]).toBe(1);
});

test('a photo that a provider sees as no number is looked at by the next, and compared with as that saw it', async () => {
  const broken = { maps: [[Float32Array.of(0.1, Number.NaN)]], embedding: [Float32Array.of(1)] };
  const seen = { maps: [[Float32Array.of(0.1, 0.2)]], embedding: [Float32Array.of(1)] };
  const open = async (provider: Provider): Promise<Encoder> => ({
    ...encoderOn(provider, 99, []),
    look: async () => (provider === 'cpu' ? seen : broken),
  });
  const told: string[] = [];
  const encoder = await SteadyEncoder.open(['webgpu', 'cpu'], open, (...said) => told.push(said.join(' ')));
  expect(await encoder.look(new Float32Array(192), 1)).toBe(seen);
  expect(encoder.provider).toBe('cpu');
  expect(told).toEqual([expect.stringMatching(/^webgpu cpu one answers a photo with what is no finite number/)]);
  const alone = await SteadyEncoder.open(['webgpu'], open, () => {});
  await expect(alone.look(new Float32Array(192), 1)).rejects.toThrow('use its float32 file, or another encoder');
});
