import { expect, test } from 'vitest';
import { borrowEncoder } from '../../main/jobs/encoder-loan.ts';
import { DEFAULT_SETTINGS } from '../../main/jobs/sketch-settings.ts';

const settings = { ...DEFAULT_SETTINGS, threads: 1 };

test('the same encoder is lent again, another one is another, and one in use stays open', async () => {
  const first = await borrowEncoder(settings, 1, 'direction');
  const again = await borrowEncoder(settings, 1, 'direction');
  expect(again.encoder).toBe(first.encoder);
  const other = await borrowEncoder(settings, 2, 'direction');
  expect(other.encoder).not.toBe(first.encoder);
  await first.giveBack();
  await other.giveBack();
  // `again` still holds the first.
  const { side } = again.encoder;
  const looks = await again.encoder.look(new Float32Array(3 * side * side).fill(0.5), 1);
  expect(looks.embedding[0]!.every(Number.isFinite)).toBe(true);
  await again.giveBack();
});

test('an encoder that cannot be opened is asked for anew the next time', async () => {
  const missing = { ...settings, encoder: 'no/such/file.onnx' };
  await expect(borrowEncoder(missing, 1, 'direction')).rejects.toThrow(/no\/such\/file\.onnx/);
  await expect(borrowEncoder(missing, 1, 'direction')).rejects.toThrow(/no\/such\/file\.onnx/);
});
