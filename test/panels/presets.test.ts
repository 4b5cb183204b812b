import { expect, test } from 'vitest';
import { DEFAULT_PAGE_SETTINGS } from '../../renderer/document/document.ts';
import { BUILT_IN, nameFault, presetOf, withPreset } from '../../renderer/panels/presets.ts';
import { readPreferences } from '../../renderer/state/preferences.ts';

const settings = { ...DEFAULT_PAGE_SETTINGS, strokes: 20 };

test('each preset is known by its settings, and one changed value makes them a person’s own', () => {
  for (const preset of BUILT_IN) expect(presetOf({ ...DEFAULT_PAGE_SETTINGS, ...preset.settings })).toBe(preset);
  expect(presetOf(DEFAULT_PAGE_SETTINGS)?.name).toBe('Classic');
  expect(presetOf({ ...DEFAULT_PAGE_SETTINGS, seed: 9, seeds: 1 })?.name).toBe('Classic');
  expect(presetOf({ ...DEFAULT_PAGE_SETTINGS, fidelity: 0.6 })).toBeNull();
  expect(presetOf({ ...DEFAULT_PAGE_SETTINGS, width: 2 })).toBeNull();
});

test('settings are kept under a name, once each, and found by it', () => {
  const once = withPreset([], 'Mine', settings);
  expect(once).toEqual([{ name: 'Mine', settings: { strokes: 20, fidelity: 0.5, width: null, cutOut: true } }]);
  expect(presetOf(settings, once)?.name).toBe('Mine');
  expect(withPreset(once, 'Mine', { ...settings, width: 4 })).toHaveLength(1);
  // What is a preset of the app too goes by the person's name.
  expect(presetOf(DEFAULT_PAGE_SETTINGS, withPreset([], 'Usual', DEFAULT_PAGE_SETTINGS))?.name).toBe('Usual');
});

test('names that cannot be', () => {
  expect(nameFault('Mine')).toBeNull();
  expect(nameFault('')).toMatch(/needs a name/);
  expect(nameFault('scene')).toMatch(/comes with Lineament/);
  expect(nameFault('x'.repeat(41))).toMatch(/at most 40/);
});

test('own presets outlive a start, and damaged ones cost only themselves', () => {
  const own = withPreset([], 'Mine', settings);
  expect(readPreferences(JSON.stringify({ ownPresets: own })).ownPresets).toEqual(own);
  const damaged = readPreferences(JSON.stringify({ ownPresets: [{ name: 'x' }], fillVariations: false }));
  expect([damaged.ownPresets, damaged.fillVariations]).toEqual([[], false]);
});
