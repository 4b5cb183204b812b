/**
 * The one next step of each state: what the slot's filled button says and does, and the button beside it.
 *
 * A pure function of what is shown, so that the slot, the command table and Ctrl Enter can never disagree.
 */

import { batchSlot } from '../batch/slot.ts';
import { changedAssets, changedEncoderAlone, changedSettings } from '../ruler/settings-changed.ts';
import type { AppState } from '../state/store.ts';

export interface SlotButton {
  label: string;
  /** Id of its command. */
  command: string;
}

export interface SlotContent {
  primary: SlotButton;
  secondary: SlotButton | null;
}

const EXPORT: SlotButton = { label: 'Export…', command: 'file.export' };
const AGAIN: SlotButton = { label: 'Sketch again', command: 'sketch.start' };

const CUT_OUT: SlotContent = {
  primary: { label: 'Use this cut-out', command: 'cutout.use' },
  secondary: { label: 'Cancel', command: 'cutout.cancel' },
};

/** What the slot offers now. */
export function slotOf(state: AppState): SlotContent {
  const { batch, document, fault, job, wanted, settings } = state;
  if (batch?.shown) return batchSlot(batch, state);
  if (!document) return { primary: { label: 'Open a photo…', command: 'file.open' }, secondary: null };
  if (state.tool === 'cutout' && state.cutting) return CUT_OUT;
  if (job) return { primary: { label: 'Stop here', command: 'sketch.stop' }, secondary: null };
  if (isLost(state)) {
    const [goOn, leave] = fault!.actions;
    return { primary: goOn!, secondary: leave ?? null };
  }
  const count = document.strokes.length;
  if (!count) return { primary: { label: 'Sketch', command: 'sketch.start' }, secondary: null };
  if (wanted !== null && wanted > count) {
    return {
      primary: { label: `Draw ${wanted - count} more`, command: 'sketch.more' },
      secondary: { label: 'Cancel', command: 'sketch.wantNoMore' },
    };
  }
  if (changedEncoderAlone(document.settings, settings) && !changedAssets(document))
    return { primary: { label: 'Go on from here', command: 'sketch.goOn' }, secondary: AGAIN };
  if (changedSettings(document.settings, settings) || changedAssets(document))
    return { primary: AGAIN, secondary: EXPORT };
  const placed = document.strokes.some(({ locked }) => locked);
  return {
    primary: EXPORT,
    secondary: placed ? { label: 'Redraw the rest', command: 'sketch.redrawRest' } : AGAIN,
  };
}

/**
 * Whether the fault is that of an engine that gave up what can be gone on with; its actions stand in the slot instead of the
 * fault's line.
 */
export function isLost({ fault }: Pick<AppState, 'fault'>): boolean {
  return fault?.actions[0]?.command === 'engine.goOn';
}
