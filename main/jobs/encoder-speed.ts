/**
 * How quickly an encoder sketches here, and on which device: a few steps of it are timed on a picture that is made for
 * that, as no sketch should have to be waited for to know.
 */

import { lookOut, openScene } from '../sketch/scene.ts';
import { DEVICE_NAMES, type Device, devicesFor, findDevices } from './devices.ts';
import { borrowEncoder } from './encoder-loan.ts';
import { weightsFor } from './sketch.ts';
import { DEFAULT_SETTINGS } from './sketch-settings.ts';

/** Comparisons after the first, which takes longest; the pace is a median. */
const TIMED = 3;
/** Pixels across the picture. */
const SIDE = 64;

export interface EncoderSpeed {
  /** The device in words. */
  device: string;
  /** Of one step of one try. */
  milliseconds: number;
  /** What the person should know: a device that failed. */
  notes: string[];
}

/**
 * Times an encoder on a device.
 *
 * @throws what openChosenEncoder throws
 */
export async function encoderSpeed({
  encoder: name,
  device,
}: {
  encoder: string;
  device: Device;
}): Promise<EncoderSpeed> {
  const settings = { ...DEFAULT_SETTINGS, encoder: name, device };
  const { encoder, notes, giveBack } = await borrowEncoder(settings, 2, 'direction');
  try {
    const outlook = lookOut({ width: SIDE, height: SIDE, rgb: disc(), mask: null });
    const weights = weightsFor(settings.fidelity, encoder.maps.length);
    const { references } = await openScene(outlook, encoder, weights, 0, { bank: 0 });
    const papers = new Float32Array(encoder.views * encoder.side ** 2).fill(1);
    const compared = Array.from({ length: encoder.views }, () => references[0]!);
    // A device that fails at the last of them leaves one that was not timed yet.
    for (let step = 0; step <= TIMED || encoder.pace === null; step++) await encoder.compare(papers, compared);
    return { device: DEVICE_NAMES[encoder.provider], milliseconds: encoder.pace!, notes: [...notes] };
  } finally {
    await giveBack();
  }
}

/** A dark disc on light ground [SIDE² · 3]. */
function disc(): Uint8Array {
  return Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, i) => {
    const at = Math.floor(i / 3);
    return Math.hypot((at % SIDE) - SIDE / 2, Math.floor(at / SIDE) - SIDE / 2) < SIDE / 3 ? 40 : 230;
  });
}

/** One of this computer's devices, as a person is told of it. */
export interface ShownDevice {
  id: Exclude<Device, 'auto'>;
  /** In words. */
  name: string;
  works: boolean;
  /** Of a step of the small network that devices are tried with. */
  milliseconds: number | null;
  /** Of its gradient, relative to the processor's. */
  error: number | null;
  /** Why it is not used, in a sentence. */
  reason: string | null;
}

/**
 * What this computer runs models on.
 *
 * @param again tries all anew, whatever is remembered
 * @returns the devices, and which of them is the fastest that works: what 'auto' takes for models that are not built in
 */
export async function shownDevices({ again }: { again: boolean }): Promise<{ devices: ShownDevice[]; auto: string }> {
  const found = await findDevices(again);
  const devices = found.map(({ provider, ...finding }) => ({ id: provider, name: DEVICE_NAMES[provider], ...finding }));
  const [first] = await devicesFor('auto', false);
  return { devices, auto: DEVICE_NAMES[first!] };
}
