/**
 * The layers that lie on the sheet, one over the other: which there are, how they look before anyone has changed them,
 * and how they are changed. What they show comes from elsewhere; a layer whose picture is not there shows nothing.
 */

/** From the paper up. */
export type LayerName = 'photo' | 'cutOut' | 'interest' | 'depth' | 'strokes';

export interface Layer {
  shown: boolean;
  /** 0..1, while it is shown. */
  opacity: number;
}

/** How the cut-out is seen: the photo faded around it, nothing around it, or the mask itself. */
export type Around = 'faded' | 'paper' | 'mask';

export type Layers = Record<LayerName, Layer>;

export const FIRST_LAYERS: Layers = {
  photo: { shown: false, opacity: 0.4 },
  cutOut: { shown: false, opacity: 1 },
  interest: { shown: false, opacity: 0.7 },
  depth: { shown: false, opacity: 0.8 },
  strokes: { shown: true, opacity: 1 },
};

/** The layers with one of them shown or hidden, or letting more or less of what is beneath it through. */
export function withLayer(layers: Layers, name: LayerName, patch: Partial<Layer>): Layers {
  return { ...layers, [name]: { ...layers[name], ...patch } };
}

/** How much of a layer is seen, 0..1. */
export function seen({ shown, opacity }: Layer): number {
  return shown ? opacity : 0;
}
