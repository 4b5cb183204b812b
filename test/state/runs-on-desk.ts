/** Runs over documents on a desk, with an engine that answers as a test says. */

import type { LiveStroke, SketchEdit, SketchInput, SketchOutcome, SketchProgress } from '../../main/contract.ts';
import type { Connection } from '../../renderer/state/connection.ts';
import { Desk } from '../../renderer/state/desk.ts';
import { Runs } from '../../renderer/state/runs.ts';
import { documentOf } from '../document/documents.ts';

// The page's events are told at the next frame; here nothing is painted.
globalThis.requestAnimationFrame ??= () => 0;

/** A run that the page asked for, in the engine's hands. */
export interface Asked {
  input: SketchInput;
  edits: SketchEdit[];
  show(strokes: LiveStroke[], by: SketchProgress['by']): void;
  end(outcome: SketchOutcome): void;
  fail(error: Error): void;
}

export const BY = { encoder: 'built-in', device: 'cpu' } as unknown as SketchProgress['by'];

/** A desk, the runs over what lies on it, and what the engine was asked for by them. */
export function runsOnDesk() {
  const asked: Asked[] = [];
  const stream = (_: string, input: SketchInput, onEvent: (event: SketchProgress) => void) => {
    let [end, fail]: [Asked['end'], Asked['fail']] = [() => {}, () => {}];
    const result = new Promise<SketchOutcome>((resolve, reject) => {
      [end, fail] = [resolve, reject];
    });
    const edits: SketchEdit[] = [];
    const show: Asked['show'] = (strokes, by) =>
      onEvent({ strokes, by, progress: 0.5, secondsLeft: 1, likeness: 40, tries: null, watched: 0 });
    asked.push({ input, edits, show, end, fail });
    return { result, send: (edit: SketchEdit) => edits.push(edit), stop: () => {} };
  };
  const connection = { host: { call: async () => ({}) }, engine: () => ({ stream }) } as unknown as Connection;
  const desk = new Desk(connection.host);
  /** Puts a drawing of so many strokes on the desk. */
  const open = async (count: number, changes: Parameters<typeof documentOf>[1] = {}): Promise<void> => {
    const document = documentOf(count, changes);
    const asset = await desk.assets.add(Uint8Array.of(1));
    const preview = { preview: new Uint8Array(), previewType: 'image/png' as const, width: 400, height: 300 };
    desk.adopt({ ...document, photo: { ...document.photo, asset } }, preview);
  };
  return { asked, desk, runs: new Runs(connection, desk), open };
}
