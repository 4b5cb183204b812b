/** Devices tried once, remembered, and never tried again after they ended the program. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { devicesFor, findDevices, halvesOn } from '../../main/jobs/devices.ts';
import {
  fastestFirst,
  LEAST_COSINE,
  likesHalves,
  type ProviderFinding,
  probeProviders,
} from '../../main/models/providers.ts';
import type { Provider } from '../../main/models/session.ts';

let folder: string;
let tried: Provider[];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-devices-'));
  tried = [];
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const finding = (provider: Provider, milliseconds: number, works = true): ProviderFinding => ({
  provider,
  works,
  error: works ? 1e-6 : 0.2,
  milliseconds,
  reason: works ? null : 'Its gradient is 20 % off.',
  half: null,
});
const probe = async (provider: Provider) => {
  tried.push(provider);
  return finding(provider, provider === 'webgpu' ? 2 : 9);
};
const find = (again = false, trial = probe) => findDevices(again, folder, trial, ['webgpu', 'cpu']);

test('the processor’s numbers are right by the probe, and it takes some time', async () => {
  const [cpu] = await probeProviders(['cpu']);
  expect(cpu).toMatchObject({ provider: 'cpu', works: true, error: 0, reason: null });
  expect(cpu!.milliseconds).toBeGreaterThan(0);
  // Rounded to float16 between operators, the gradient is another, but points the same way.
  expect(cpu!.half!.cosine).toBeGreaterThan(LEAST_COSINE);
  expect(1 - cpu!.half!.cosine).toBeGreaterThan(1e-9);
});

test('a provider that is not there says why in a sentence', async () => {
  const other = process.platform === 'win32' ? 'coreml' : 'dml';
  const [none] = await probeProviders([other]);
  expect(none).toMatchObject({ works: false, milliseconds: null, reason: 'This platform has none.' });
  await expect(devicesFor(other, true)).rejects.toThrow(
    `There is no device ${other} on this platform: expected auto, or`,
  );
  expect(await devicesFor('auto', true)).toEqual(['cpu']);
});

test('each is tried once; again when asked', async () => {
  await find();
  await find();
  expect(tried).toEqual(['webgpu', 'cpu']);
  await find(true);
  expect(tried).toEqual(['webgpu', 'cpu', 'webgpu', 'cpu']);
});

test('one that ended the program while it was tried is not tried again', async () => {
  const dying = async (provider: Provider) => {
    if (provider === 'webgpu') throw new Error('as if the process had gone');
    return probe(provider);
  };
  await expect(find(false, dying)).rejects.toThrow();
  const findings = await find();
  expect(tried).toEqual(['cpu']);
  expect(findings.find(({ provider }) => provider === 'webgpu')).toMatchObject({
    works: false,
    reason: 'It ended the program when it was tried.',
  });
});

test('who asks while devices are tried waits, and takes no trial under way for one that ended the program', async () => {
  const [one, other] = await Promise.all([find(), find()]);
  expect(tried).toEqual(['webgpu', 'cpu']);
  expect(other).toEqual(one);
});

test('nor one of another process that lives', async () => {
  await find();
  const file = path.join(folder, 'devices.json');
  const known = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, JSON.stringify({ ...known, trying: 'webgpu', by: process.ppid, findings: [] }));
  expect((await find()).map(({ provider, works }) => `${provider} ${works}`)).toEqual(['webgpu true', 'cpu true']);
});

test('a damaged memory is none', async () => {
  await find();
  fs.writeFileSync(path.join(folder, 'devices.json'), '{"of":');
  await find();
  expect(tried).toHaveLength(4);
});

test('the fastest right one goes first, and the processor is always there', () => {
  expect(fastestFirst([finding('webgpu', 2), finding('cuda', 1, false), finding('cpu', 9)])).toEqual(['webgpu', 'cpu']);
  expect(fastestFirst([finding('webgpu', 20), finding('cpu', 9)])).toEqual(['cpu', 'webgpu']);
  expect(fastestFirst([finding('webgpu', 2, false)])).toEqual(['cpu']);
});

test.each([
  ['right and faster', 'webgpu', 0.9999, 7, true],
  ['right, but hardly faster', 'webgpu', 0.9999, 9, false],
  ['faster, but wrong', 'webgpu', 0.98, 5, false],
  ['the processor, which has no halves', 'cpu', 0.9999, 1, false],
] as const)('float16, %s', (_, provider, cosine, milliseconds, liked) => {
  expect(likesHalves({ ...finding(provider, 10), half: { cosine, milliseconds } })).toBe(liked);
});

test('which devices like float16 is remembered, and is not found out by asking for it', async () => {
  expect(await halvesOn(folder)).toEqual(new Set());
  await find(false, async (provider) => ({ ...(await probe(provider)), half: { cosine: 0.9999, milliseconds: 1 } }));
  tried = [];
  expect(await halvesOn(folder)).toEqual(new Set(['webgpu']));
  expect(tried).toEqual([]);
});
