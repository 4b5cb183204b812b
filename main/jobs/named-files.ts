/** The settings of a sketch that name files: the mask, the map of detail, the parts' pictures, the encoder. */

import type { SketchSettings } from './sketch-settings.ts';

/**
 * The settings with other names for their files; the order of their keys, in which they are written, stays.
 * @param change is given words too, where a setting takes either: 'auto', 'none', 'built-in', a model's name
 */
export function renameFiles(settings: SketchSettings, change: (name: string) => string): SketchSettings {
  const { mask, encoder, detail, regions } = settings;
  return {
    ...settings,
    mask: change(mask),
    encoder: change(encoder),
    ...(detail === undefined ? {} : { detail: change(detail) }),
    ...(regions === undefined ? {} : { regions: regions.map((part) => ({ ...part, mask: change(part.mask) })) }),
  };
}
