/** Whether the next sketch would be made from something else than the one that is shown. */

import type { PageSettings } from '../../main/contract.ts';
import type { LineamentDocument } from '../document/document.ts';

export function changedSettings(drawn: PageSettings, next: PageSettings): boolean {
  const told = (settings: PageSettings, key: keyof PageSettings) => JSON.stringify(settings[key]);
  const keys = Object.keys({ ...drawn, ...next }) as (keyof PageSettings)[];
  return keys.some((key) => told(drawn, key) !== told(next, key));
}

/** Whether that would be another model alone, which goes on from the drawing that is there. */
export function changedEncoderAlone(drawn: PageSettings, next: PageSettings): boolean {
  return drawn.encoder !== next.encoder && !changedSettings(drawn, { ...next, encoder: drawn.encoder });
}

/** Whether the mask or the painted detail is another one than the strokes were drawn with. */
export function changedAssets({ drawnWith, mask, emphasis }: LineamentDocument): boolean {
  return drawnWith !== null && (drawnWith.mask !== mask || drawnWith.emphasis !== emphasis);
}
