/** Why a command cannot be done now: what most of them wait for, each said in one sentence everywhere. */

import type { AppState } from '../state/store.ts';

/** Why something cannot be done now, as a sentence; null: it can. */
export type Condition = (state: AppState) => string | null;

export const withPhoto: Condition = ({ document }) => (document ? null : 'Open a photo first.');
export const withStrokes: Condition = ({ document }) => (document?.strokes.length ? null : 'There are no strokes yet.');
export const withSelection: Condition = ({ selection }) => (selection.length ? null : 'Select a stroke first.');
