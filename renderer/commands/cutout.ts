/** The cut-out's rows of the command table. */

import type { MaskEdit } from '../../main/contract.ts';
import type { CutMode } from '../state/cutting.ts';
import { type Tool, useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';
import { resizeCutBrush } from '../tools/cutout.ts';
import { type Condition, withPhoto } from './conditions.ts';
import type { Command } from './table.ts';

const inHand: Condition = (state) =>
  withPhoto(state) ?? (state.tool === 'cutout' && state.cutting ? null : 'Take the cut-out tool first.');
const withStep: Condition = (state) =>
  inHand(state) ?? (state.cutting!.undoable === null ? 'Nothing was done to the cut-out yet.' : null);
const withMask: Condition = (state) => {
  if (state.document && state.tool === 'cutout' && state.cutting) return null;
  return withPhoto(state) ?? (state.maskUrl ? null : 'There is no cut-out yet. Point at one.');
};

const row = (
  id: string,
  label: string,
  keys: readonly string[],
  unavailable: Condition,
  run: Command['run'],
  tool?: Tool,
): Command => ({ id, label, keys, group: 'Tools', unavailable, run, ...(tool ? { tool } : {}) });

const mode = (name: CutMode, label: string, key: string): Command =>
  row(
    `cutout.${name}`,
    `Cut-out: ${label}`,
    [key],
    inHand,
    () => {
      useStore.setState(({ cutTool }) => ({ cutTool: { ...cutTool, mode: name } }));
      announce(`${label}.`);
    },
    'cutout',
  );

const change = (name: MaskEdit['kind'], label: string): Command =>
  row(`cutout.${name}`, label, [], withMask, (app) => app.masks.edit(name));

export const cutoutCommands: readonly Command[] = [
  mode('point', 'Point', '1'),
  mode('box', 'Box', '2'),
  mode('scribble', 'Scribble', '3'),
  mode('brush', 'Brush', '4'),
  mode('eraser', 'Eraser', '5'),
  row(
    'cutout.effect',
    'Cut-out: add or take away',
    ['X'],
    inHand,
    () => {
      useStore.setState(({ cutTool }) => ({ cutTool: { ...cutTool, takes: !cutTool.takes } }));
      announce(useStore.getState().cutTool.takes ? 'A press takes away.' : 'A press adds.');
    },
    'cutout',
  ),
  row('cutout.smaller', 'Cut-out: smaller brush', ['['], inHand, () => resizeCutBrush(-1), 'cutout'),
  row('cutout.larger', 'Cut-out: larger brush', [']'], inHand, () => resizeCutBrush(1), 'cutout'),
  row('cutout.takeBack', 'Cut-out: take back the last step', [], withStep, (app) => app.undo()),
  row('cutout.clear', 'Clear the cut-out', [], inHand, (app) => app.cutting.clear()),
  row('cutout.use', 'Use this cut-out', [], inHand, (app) => void app.cutting.use()),
  row('cutout.cancel', 'Give up this cut-out', [], inHand, (app) => app.cutting.cancel()),
  row('cutout.everything', 'Find everything', [], withPhoto, (app) => {
    useStore.setState({ tab: 'subject', panelHidden: false });
    void app.regions.find();
  }),
  row('cutout.export', 'Export the cut-out…', [], withPhoto, () => {
    const { lastExport } = useStore.getState();
    useStore.setState({ lastExport: { ...lastExport, format: 'cutout' }, dialog: 'export' });
  }),
  change('grow', 'Grow the cut-out'),
  change('shrink', 'Shrink the cut-out'),
  change('soften', "Soften the cut-out's edge"),
  change('fill', 'Fill holes of the cut-out'),
  change('swap', 'Swap what is cut out and what is not'),
];
