import { expect, test } from 'vitest';
import { frameSubject, type Subject, targetInFrame, toFrame, toPhoto } from '../../main/sketch/frame.ts';

/** A grey rectangle on a red ground, with a mask of the rectangle. */
function rectangle(width: number, height: number, x0: number, y0: number, x1: number, y1: number): Subject {
  const rgb = new Uint8Array(width * height * 3);
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const inside = x >= x0 && x < x1 && y >= y0 && y < y1;
      mask[y * width + x] = inside ? 255 : 0;
      rgb.set(inside ? [100, 100, 100] : [255, 0, 0], 3 * (y * width + x));
    }
  return { width, height, rgb, mask };
}

test("the subject's box and 8 % of margin fill the frame, aspect kept", () => {
  const frame = frameSubject(rectangle(200, 100, 40, 20, 140, 70));
  expect(frame.side).toBeCloseTo(116, 9);
  expect(frame.left + frame.side / 2).toBeCloseTo(90, 9);
  expect(frame.top + frame.side / 2).toBeCloseTo(45, 9);
});

test('without a mask, or with an empty one, the whole picture is framed', () => {
  const whole = { ...rectangle(200, 100, 0, 0, 1, 1), mask: null };
  expect(frameSubject({ ...whole, mask: new Uint8Array(200 * 100) }).side).toBeCloseTo(232, 9);
  expect(frameSubject(whole).side).toBeCloseTo(208, 9);
});

test('the subject stands on white and keeps its mean', () => {
  const subject = rectangle(200, 100, 40, 20, 140, 70);
  const target = targetInFrame(subject, frameSubject(subject), 64);
  expect(target.rgb[0]).toBeCloseTo(1, 6);
  expect(target.rgb[32 * 64 + 32]).toBeCloseTo(100 / 255, 3);
  // Dark area: 100·50 pixels of 1 − 100/255, in units of the frame.
  const dark = target.rgb.subarray(0, 64 * 64).reduce((sum, v) => sum + 1 - v, 0) / (64 * 64);
  expect(dark).toBeCloseTo(((1 - 100 / 255) * 100 * 50) / 116 ** 2, 2);
  expect(Math.min(...target.known)).toBe(1);
});

test('a border that cuts the subject shows no edge and does not count', () => {
  const subject = rectangle(200, 100, 140, 20, 200, 70);
  const frame = frameSubject(subject);
  const side = 64;
  const target = targetInFrame(subject, frame, side);
  const column = (photoX: number) => Math.floor(((photoX - frame.left) / frame.side) * side);
  const row = Math.floor(((45 - frame.top) / frame.side) * side);
  expect(target.rgb[row * side + column(201)]).toBeCloseTo(target.rgb[row * side + column(190)]!, 3);
  expect(target.known[row * side + column(201)]).toBe(0);
  expect(target.known[row * side + column(150)]).toBe(1);
  // Above the subject the same border is not cut, and the photo does count there.
  expect(target.known[0]).toBe(1);
});

test("a whole picture's own border is no outline either", () => {
  const whole = { ...rectangle(200, 100, 40, 20, 140, 70), mask: null };
  const side = 64;
  const { rgb, known } = targetInFrame(whole, frameSubject(whole), side);
  // Beyond the picture its red ground goes on; only the picture's inside counts.
  expect([rgb[0], rgb[side * side], rgb[2 * side * side]]).toEqual([1, 0, 0]);
  expect(known[0]).toBe(0);
  expect(known[(side / 2) * side + side / 2]).toBe(1);
});

test('control points go to photo pixels and back', () => {
  const frame = { left: -12.5, top: 7, side: 321 };
  const points = [0, 0, 0.25, 0.5, 0.75, 1, 1, 0.125];
  toFrame(frame, toPhoto(frame, points, 3.5), 3.5).forEach((v, i) => {
    expect(v).toBeCloseTo(points[i]!, 12);
  });
  expect(toPhoto(frame, [0, 0, 1, 1], 2)).toEqual([-25, 14, 617, 656]);
});
