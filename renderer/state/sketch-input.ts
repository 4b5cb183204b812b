/** What the engine is given of a document to sketch it: the bytes it speaks of, the settings, and the strokes that stay. */

import type { DocumentStroke, PageSettings, SketchInput } from '../../main/contract.ts';
import type { LineamentDocument } from '../document/document.ts';
import type { Assets } from './assets.ts';
import { useStore } from './store.ts';

export function sketchInputOf(
  { photo, mask, emphasis, strokes }: LineamentDocument,
  assets: Assets,
  settings: PageSettings,
  stays: (stroke: DocumentStroke) => boolean,
  /** Pieces of the photo with their own share of the strokes. */
  regions: NonNullable<SketchInput['regions']> = [],
): SketchInput {
  return {
    photo: assets.get(photo.asset),
    mask: mask ? assets.get(mask) : null,
    emphasis: emphasis ? assets.get(emphasis) : null,
    settings,
    device: useStore.getState().device,
    keep: strokes.filter(stays),
    regions,
  };
}

/** Whether it stays where it is while a drawing is gone on from. */
export const isPut = ({ locked, hidden }: DocumentStroke) => locked || hidden;

export const isLocked = ({ locked }: DocumentStroke) => locked;
