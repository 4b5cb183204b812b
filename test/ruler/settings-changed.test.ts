/** Settings are compared by what they say, not by which objects say it. */

import { expect, test } from 'vitest';
import { DEFAULT_PAGE_SETTINGS } from '../../renderer/document/document.ts';
import { changedSettings } from '../../renderer/ruler/settings-changed.ts';

test('the same uses of depth are no change, others are, and so is none', () => {
  const with1 = { ...DEFAULT_PAGE_SETTINGS, byDepth: ['width' as const] };
  expect(changedSettings(with1, { ...DEFAULT_PAGE_SETTINGS, byDepth: ['width'] })).toBe(false);
  expect(changedSettings(with1, { ...DEFAULT_PAGE_SETTINGS, byDepth: ['width', 'order'] })).toBe(true);
  expect(changedSettings(with1, DEFAULT_PAGE_SETTINGS)).toBe(true);
  expect(changedSettings(DEFAULT_PAGE_SETTINGS, with1)).toBe(true);
});
