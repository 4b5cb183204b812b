/** The batch's rows of the command table. */

import type { Command } from '../commands/table.ts';
import { batch } from './batch.ts';
import { addPhotos } from './opening.ts';
import { countsOf, phaseOf } from './queue.ts';
import { saveDrawings, showSaved } from './saving.ts';
import { type BatchState, setBatch } from './state.ts';

type Condition = (batch: BatchState) => string | null;

const row = (id: string, label: string, group: Command['group'], condition: Condition, run: () => void): Command => ({
  id,
  label,
  keys: [],
  group,
  unavailable: (state) =>
    state.batch ? condition(state.batch) : 'There is no batch. Drop several photos or a folder.',
  run,
});

const always: Condition = () => null;
const withWaiting: Condition = ({ queue }) =>
  phaseOf(queue) === 'over' ? 'No photo waits.' : queue.going ? 'The batch is going.' : null;
const withFailed: Condition = ({ queue: { items } }) =>
  items.some(({ state }) => state === 'failed' || state === 'cancelled') ? null : 'No photo failed or was left out.';
const withDone: Condition = ({ queue }) => (countsOf(queue).done ? null : 'Nothing is drawn yet.');
const setUpOrOn = (state: BatchState) => (phaseOf(state.queue) === 'over' ? 'The batch is over.' : null);

export const batchCommands: readonly Command[] = [
  row('batch.add', 'Add photos to the batch…', 'File', always, () => void addPhotos()),
  row('batch.start', 'Start the batch', 'Sketch', withWaiting, () => batch.go()),
  row(
    'batch.pause',
    'Pause the batch',
    'Sketch',
    ({ queue }) => (queue.going ? null : 'The batch is not going.'),
    () => batch.pause(),
  ),
  row('batch.goOn', 'Go on with the batch', 'Sketch', withWaiting, () => batch.go()),
  row('batch.cancelAll', 'Cancel all of the batch that is not drawn', 'Sketch', setUpOrOn, () => batch.cancelAll()),
  row('batch.retryFailed', 'Retry the photos that failed', 'Sketch', withFailed, () => batch.retry()),
  row('batch.save', "Save the batch's drawings…", 'File', withDone, () => void saveDrawings()),
  row(
    'batch.showInFolder',
    "Show the batch's drawings in their folder",
    'File',
    ({ saved }) => (saved?.file ? null : 'Save the drawings first.'),
    () => void showSaved(),
  ),
  row('batch.clear', 'End the batch', 'File', always, () => batch.askToClear()),
  row('batch.clearAnyway', 'End the batch without saving', 'File', always, () => batch.clear()),
  row(
    'batch.show',
    'Back to the batch',
    'Places',
    ({ shown }) => (shown ? 'The batch is shown.' : null),
    () => void batch.back(),
  ),
  row(
    'batch.leave',
    'Leave the batch',
    'Places',
    ({ shown }) => (shown ? null : 'The batch is not shown.'),
    () => batch.leave(),
  ),
  row('batch.sheet', 'Batch as a sheet', 'View', always, () => setBatch({ layout: 'sheet' })),
  row('batch.list', 'Batch as a list', 'View', always, () => setBatch({ layout: 'list' })),
];
