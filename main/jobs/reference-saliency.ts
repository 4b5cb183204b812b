/**
 * Where the reference protocol's strokes start: the published CLIPasso asks CLIP's ViT-B/32, whichever encoder compares
 * (the method note, 1.4). Where that model is on this machine it is asked here too.
 */

import { type CatalogueEntry, readCatalogue } from '../models/catalogue.ts';
import { openEncoder } from '../models/onnx-encoder.ts';
import { findModel } from '../models/store.ts';
import type { Target } from '../sketch/frame.ts';
import type { Saliency } from '../sketch/saliency.ts';
import { readEncoderParts } from './encoder-parts.ts';
import type { SketchSettings } from './sketch-settings.ts';

/** Its name in the catalogue. */
const LOOKER = 'clip-vit-b32';
/** Encoders that say themselves where they look: the model itself, and the built-in one, which is no CLIP. */
const OWN = [LOOKER, 'built-in'];

/**
 * The class token's attention, mean over heads and blocks.
 *
 * @param targetAt the subject at a side in pixels
 * @returns `saliency` null where the sketch's own encoder is to say it; where the model was to be asked and could not be, a
 *   note that says why
 */
export async function classTokenSaliency(
  targetAt: (side: number) => Target,
  { encoder: choice, threads }: Pick<SketchSettings, 'encoder' | 'threads'>,
  catalogue?: CatalogueEntry[],
): Promise<{ saliency: Saliency | null; note: string | null }> {
  if (OWN.includes(choice)) return { saliency: null, note: null };
  try {
    const entry = (catalogue ?? (await readCatalogue())).find(({ name }) => name === LOOKER);
    if (!entry) throw new Error(`the catalogue has no ${LOOKER}`);
    const { parts, side } = await readEncoderParts(await findModel(entry), null, entry);
    const looking = { ...parts, maps: [], embedding: null };
    const encoder = await openEncoder(looking, { side, views: 1, objective: null, ...(threads ? { threads } : {}) });
    const { saliency } = await encoder.look(targetAt(side).rgb, 1).finally(() => encoder.close());
    return { saliency: { map: saliency!.maps[0]!, rows: saliency!.rows }, note: null };
  } catch (error) {
    const why = (error as Error).message.replace(/\.$/, '');
    return {
      saliency: null,
      note: `Strokes start where the encoder itself looks, not where CLIP's ViT-B/32 does: ${why}.`,
    };
  }
}
