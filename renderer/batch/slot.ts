/** The batch's rows of the slot: set up, running, paused, over. */

import type { SlotButton, SlotContent } from '../commands/slot.ts';
import type { AppState } from '../state/store.ts';
import { countsOf, phaseOf } from './queue.ts';
import type { BatchState } from './state.ts';
import { photoWords } from './words.ts';

const CANCEL_ALL: SlotButton = { label: 'Cancel all', command: 'batch.cancelAll' };

/** What the slot offers while a batch is shown. */
export function batchSlot({ queue, saved, saving }: BatchState, { desktop }: Pick<AppState, 'desktop'>): SlotContent {
  const { waiting, done, failed, cancelled } = countsOf(queue);
  switch (phaseOf(queue)) {
    case 'setUp':
      return {
        primary: { label: `Start ${photoWords(waiting)}`, command: 'batch.start' },
        secondary: { label: 'Cancel', command: 'batch.clear' },
      };
    case 'running':
      return { primary: { label: 'Pause', command: 'batch.pause' }, secondary: CANCEL_ALL };
    case 'paused':
      return { primary: { label: 'Go on', command: 'batch.goOn' }, secondary: CANCEL_ALL };
    case 'over': {
      const again = failed || cancelled;
      const retry = { label: failed ? `Retry ${failed}` : `Draw ${cancelled}`, command: 'batch.retryFailed' };
      if (!done) return { primary: retry, secondary: null };
      const secondary = again ? retry : null;
      if (saved?.file) return { primary: { label: 'Show in folder', command: 'batch.showInFolder' }, secondary };
      // Beside another button there is room for the number alone.
      const drawings = again ? `${done}` : `${done} ${done === 1 ? 'drawing' : 'drawings'}`;
      const label = desktop ? `Save ${drawings}…` : `Download ${drawings}`;
      return { primary: { label: saving === null ? label : 'Saving', command: 'batch.save' }, secondary };
    }
  }
}
