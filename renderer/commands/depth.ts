/** The rows of the command table that are about depth: measuring it, how it is seen, and its file. */

import { type DepthView, isReliefShown, turned } from '../state/relief.ts';
import { useStore } from '../state/store.ts';
import { STEP } from '../tools/relief.ts';
import { type Condition, withPhoto } from './conditions.ts';
import type { Command } from './table.ts';

export const withDepth: Condition = ({ depth }) => (depth ? null : 'Measure the depth first.');
const withRelief: Condition = (state) => (isReliefShown(state) ? null : 'Show depth as a relief first.');
const whenIdle: Condition = (state) => withPhoto(state) ?? (state.measuring ? 'Depth is being measured.' : null);

const row = (id: string, label: string, unavailable: Condition, run: Command['run']): Command => ({
  id: `depth.${id}`,
  label,
  keys: [],
  group: 'View',
  unavailable,
  run,
});

const seenAs = (view: DepthView, what: string): Command =>
  row(view, `Depth as ${what}`, withDepth, (app) => app.depth.show(view));

const turn = (way: string, right: number, down: number): Command =>
  row(`turn.${way}`, `Turn the relief ${way}`, withRelief, (app) =>
    app.depth.turn(turned(useStore.getState().relief, right, down)),
  );

export const depthCommands: readonly Command[] = [
  row('measure', 'Measure depth', whenIdle, (app) => void app.depth.measure()),
  seenAs('grey', 'greys'),
  seenAs('colour', 'colours'),
  seenAs('relief', 'a relief'),
  turn('left', -STEP, 0),
  turn('right', STEP, 0),
  turn('up', 0, -STEP),
  turn('down', 0, STEP),
  row('front', 'Relief from the front', withRelief, (app) => app.depth.turn({ turn: 0, tilt: 0 })),
  row('export', 'Export depth…', withPhoto, () =>
    useStore.setState(({ lastExport }) => ({ dialog: 'export', lastExport: { ...lastExport, format: 'depth' } })),
  ),
];
