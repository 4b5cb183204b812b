import { expect, test } from 'vitest';
import { inkBox, sheetOf, tileOf } from '../../assets/tiles.ts';
import { readSvg } from '../../main/strokes/svg-read.ts';

const stroke = (points: number[], width: number) => ({ points, width, color: '#000000', opacity: 1 });
/** An arch whose handles stand 120 above its feet; the curve itself rises ¾ of that. */
const ARCH = { width: 200, height: 200, strokes: [stroke([0, 150, 0, 30, 100, 30, 100, 150], 10)] };

test('the ink of a curve is where the curve is, not where its handles are, half a width around it', () => {
  const { left, top, width, height } = inkBox(ARCH);
  // 110 wide and 100 high with the line's width, and 3 % of 110 as air on every side.
  expect([left, top, width, height]).toEqual([-8.3, 51.7, 116.6, 106.6].map((v) => expect.closeTo(v, 6)));
});

test('the box of several drawings holds all of them', () => {
  const far = { ...ARCH, strokes: [stroke([190, 190, 192, 190, 194, 190, 196, 190], 4)] };
  const { left, top, width, height } = inkBox(ARCH, far);
  expect(left).toBeLessThan(-5);
  expect(top).toBeLessThan(55);
  expect(left + width).toBeGreaterThan(198);
  expect(top + height).toBeGreaterThan(192);
});

test('a sheet of tiles is an SVG that can be read, its title safe, with every stroke of every tile', () => {
  const tile = (x: number) => tileOf(ARCH, inkBox(ARCH), { x, y: 0, width: 50, height: 50 });
  const svg = sheetOf([tile(0), tile(60)], 120, 60, 'Arches & <others>');
  expect(svg).toContain('<title>Arches &amp; &lt;others&gt;</title>');
  expect(svg.match(/<path/g)).toHaveLength(2);
  expect(svg.match(/viewBox="-8\.3 51\.7 116\.6 106\.6"/g)).toHaveLength(2);
  expect(() => readSvg(svg)).not.toThrow();
});
