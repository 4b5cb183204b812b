import { beforeEach, expect, test, vi } from 'vitest';
import { version } from '../package.json';

const devices = vi.hoisted(() => ({
  DEVICE_NAMES: { cpu: 'the processor', webgpu: 'the graphics card (WebGPU)' },
  findDevices: vi.fn(),
}));
vi.mock('../main/jobs/devices.ts', () => devices);

import type { Host } from '../main/command-host.ts';
import { doctorCommand } from '../main/doctor-command.ts';

const CPU = { provider: 'cpu', works: true, error: 0, milliseconds: 12.34, reason: null, half: null };
const GPU = {
  provider: 'webgpu',
  works: false,
  error: null,
  milliseconds: null,
  reason: 'It gave no adapter.',
  half: null,
};

let said = '';
const host = { stdout: { write: (text: string) => (said += text) !== '' } } as unknown as Host;
beforeEach(() => {
  said = '';
  devices.findDevices.mockReset().mockResolvedValue([CPU, GPU]);
});

test('every device is a line: what works with its error and time, what does not with the reason', async () => {
  expect(await doctorCommand([], host)).toBe(0);
  const [head, cpu, gpu] = said.split('\n');
  expect(head).toMatch(`Lineament ${version}, Node ${process.version}`);
  expect(cpu).toMatch(/^cpu +the processor: right .*, 12\.3 ms a step/);
  expect(gpu).toMatch(/^webgpu +the graphics card \(WebGPU\): not used\. It gave no adapter\.$/);
  expect(devices.findDevices).toHaveBeenCalledWith(false);
});

test('as JSON it is the findings themselves; --again forgets what was found', async () => {
  await doctorCommand(['--json', '--again'], host);
  expect(JSON.parse(said)).toMatchObject({ version, devices: [CPU, GPU] });
  expect(devices.findDevices).toHaveBeenCalledWith(true);
});

test('a name is refused before anything is tried', async () => {
  await expect(doctorCommand(['webgpu'], host)).rejects.toThrow("lineament doctor takes no names, but got 'webgpu'.");
  expect(devices.findDevices).not.toHaveBeenCalled();
});
