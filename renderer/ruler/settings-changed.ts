/** Whether the next sketch would be made from something else than the one that is shown. */

import type { PageSettings } from '../../main/contract.ts';
import type { LineamentDocument } from '../document/document.ts';

export function changedSettings(drawn: PageSettings, next: PageSettings): boolean {
  const told = (settings: PageSettings, key: keyof PageSettings) => JSON.stringify(settings[key]);
  const keys = Object.keys({ ...drawn, ...next }) as (keyof PageSettings)[];
  return keys.some((key) => told(drawn, key) !== told(next, key));
}

/** Whether the mask or the painted detail is another one than the strokes were drawn with. */
export function changedAssets({ drawnWith, mask, emphasis }: LineamentDocument): boolean {
  return drawnWith !== null && (drawnWith.mask !== mask || drawnWith.emphasis !== emphasis);
}
