/** How strokes of a running sketch look where a person said so. */

import type { LiveStroke, SketchEdit } from '../../main/contract.ts';
import type { StrokeStyle } from '../document/edits.ts';

/** By stroke id. */
export type Looks = ReadonlyMap<string, StrokeStyle>;

/** The looks with what an edit says; what it leaves out stays. */
export function withLook(looks: Looks, { id, width, color, opacity }: SketchEdit & { kind: 'style' }): Looks {
  const said = Object.entries({ width, color, opacity }).filter(([, value]) => value !== undefined);
  return new Map([...looks, [id, { ...looks.get(id), ...Object.fromEntries(said) }]]);
}

/** The strokes as they look. */
export function dressed(strokes: LiveStroke[], looks: Looks): LiveStroke[] {
  return looks.size ? strokes.map((stroke) => ({ ...stroke, ...looks.get(stroke.id) })) : strokes;
}
