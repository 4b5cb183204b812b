import { describe, expect, it } from 'vitest';
import { fitted, roomAbove, toPhoto, toScreen, zoomAt } from '../../renderer/canvas/view.ts';

describe('the view', () => {
  it('fits the photo in the middle with the margin on its tighter side', () => {
    const view = fitted({ width: 1072, height: 872 }, { width: 500, height: 100 });
    expect(view.scale).toBe(2);
    expect(toScreen(view, 0, 0)).toEqual([36, 336]);
    expect(toScreen(view, 500, 100)).toEqual([1036, 536]);
  });

  it("keeps a fitted sheet clear of the bar of the tool in hand, and of nobody else's", () => {
    expect(roomAbove('select')).toBe(0);
    const tall = fitted({ width: 1072, height: 872 }, { width: 100, height: 500 }, roomAbove('detail'));
    expect(tall.y).toBeGreaterThan(56 + 16);
    expect(872 - tall.y - 500 * tall.scale).toBe(36);
  });

  it('keeps the point under the pointer when zooming, even at the limit', () => {
    for (const factor of [1.7, 0.3, 1e9]) {
      const view = { scale: 2, x: 10, y: -30 };
      const [x, y] = toPhoto(view, 200, 100);
      const [sx, sy] = toScreen(zoomAt(view, 200, 100, factor), x, y);
      expect(sx).toBeCloseTo(200, 6);
      expect(sy).toBeCloseTo(100, 6);
    }
  });
});
