/**
 * Every command of the app: its words, its keys, when it cannot be done and why, and what it does. The one source of
 * the key dispatcher, the palette, the shortcut sheet, the tool rail and the native menus.
 *
 * `Ctrl` is the command key on macOS. No command is refused because a sketch runs.
 */

import { batchCommands } from '../batch/commands.ts';
import { openFolder } from '../batch/opening.ts';
import { replay } from '../ruler/replay.ts';
import { MOST } from '../ruler/scale.ts';
import { app as theApp } from '../state/app.ts';
import { type LayerName, withLayer } from '../state/layers.ts';
import { type Tab, type Theme, type Tool, useStore } from '../state/store.ts';
import { announce, dismissFault } from '../state/voice.ts';
import { resizeBrush } from '../tools/detail.ts';
import { type Condition, withPhoto, withSelection, withStrokes } from './conditions.ts';
import { copyAsPng, copyAsSvg } from './copy.ts';
import { cutoutCommands } from './cutout.ts';
import { depthCommands, withDepth } from './depth.ts';
import { editCommands } from './edit.ts';
import { pastePicture } from './paste.ts';
import { cycleRegions } from './regions.ts';
import { slotOf } from './slot.ts';
import { zoomBy, zoomTo, zoomToSelection } from './zoom.ts';

type App = typeof theApp;

export type Group = 'File' | 'Edit' | 'View' | 'Sketch' | 'Tools' | 'Places' | 'Settings';

export interface Command {
  id: string;
  label: string;
  /** As they are written: 'Ctrl Shift Z', 'V', '?'. */
  keys: readonly string[];
  group: Group;
  unavailable: Condition;
  /** The tool with which its keys mean this and nothing else; without it they are another command's, or nobody's. */
  tool?: Tool;
  run(app: App): void;
}

const always: Condition = () => null;
const withDetail: Condition = ({ document }) => (document?.emphasis ? null : 'No detail is painted.');

const inFolder: Condition = ({ desktop, file }) => {
  if (!desktop) return 'Only the desktop app shows folders.';
  return file ? null : 'Save it first.';
};

/** Over the document lies a batch: what is done to the one waits until it is shown again. */
const ofDocument = (condition: Condition): Condition =>
  condition === always
    ? always
    : (state) => (state.batch?.shown ? 'Open a drawing of the batch first.' : condition(state));

const set = useStore.setState;
const get = useStore.getState;

const row = (
  group: Group,
  id: string,
  label: string,
  keys: readonly string[],
  unavailable: Condition,
  run: Command['run'],
): Command => ({ id, label, keys, group, unavailable: ofDocument(unavailable), run });

const tool = (name: Tool, label: string, key: string): Command =>
  row('Tools', `tool.${name}`, label, [key], withPhoto, () => set({ tool: name }));
const place = (tab: Tab, label: string, key: string): Command =>
  row('Places', `panel.${tab}`, label, [key], withPhoto, () => set({ tab, panelHidden: false }));
const layer = (name: LayerName, what: string, unavailable = withPhoto): Command =>
  row('View', `view.layer.${name}`, `Show or hide ${what}`, [], unavailable, () => {
    const { layers } = get();
    set({ layers: withLayer(layers, name, { shown: !layers[name].shown }) });
  });
const theme = (name: Theme, label: string): Command =>
  row('Settings', `theme.${name}`, label, [], always, () => set({ theme: name }));
const flag = (name: 'startAtOnce' | 'singleKeys', label: string, on: string, off: string): Command =>
  row('Settings', `settings.${name}`, `${label}, on or off`, [], always, () => {
    set({ [name]: !get()[name] });
    announce(get()[name] ? on : off);
  });

function showFewer(app: App, by: number): void {
  const { document, settings, job } = get();
  if (!document?.strokes.length && !job) {
    app.setSettings({ strokes: Math.max(1, Math.min(MOST, settings.strokes + by)) });
  } else if (document?.strokes.length) app.setShown(Math.max(0, document.shown + by));
}

/** Drops what is under way, innermost first; never the sketch. */
function stepBack(): void {
  const { dialog, layersShown, wanted, selection, tool: current, toolBefore } = get();
  if (dialog) set({ dialog: null });
  else if (layersShown) set({ layersShown: false });
  else if (wanted !== null) set({ wanted: null });
  else if (current === 'pick') set({ tool: toolBefore });
  else if (selection.length) set({ selection: [] });
  else if (current !== 'select') set({ tool: 'select' });
  else if (get().batch?.opened) run('batch.show');
}

export const commands: readonly Command[] = [
  row('File', 'file.open', 'Open…', ['Ctrl O'], always, (app) => void app.files.openDialog()),
  row('File', 'batch.openFolder', 'Open a folder as a batch…', ['Ctrl Shift O'], always, () => void openFolder()),
  row('File', 'file.paste', 'Paste a picture', ['Ctrl V'], always, () => void pastePicture()),
  row('File', 'file.save', 'Save', ['Ctrl S'], withPhoto, (app) => void app.files.save()),
  row('File', 'file.saveAs', 'Save as…', ['Ctrl Shift S'], withPhoto, (app) => void app.files.saveAs()),
  row('File', 'file.rename', 'Rename', ['F2'], withPhoto, () => set({ renaming: true })),
  row('File', 'file.showInFolder', 'Show in folder', [], inFolder, (app) => void app.files.showInFolder()),
  row('File', 'file.export', 'Export…', ['Ctrl E'], withStrokes, () => set({ dialog: 'export' })),
  row('File', 'file.copySvg', 'Copy as SVG', ['Ctrl C'], withStrokes, copyAsSvg),
  row('File', 'file.copyPng', 'Copy as PNG', ['Ctrl Alt C'], withStrokes, copyAsPng),

  ...editCommands.map(({ unavailable, ...command }) => ({ ...command, unavailable: ofDocument(unavailable) })),
  row('Edit', 'edit.escape', 'Drop the selection, then the tool', ['Escape'], always, stepBack),

  row('View', 'view.compare', 'Compare', ['\\'], withPhoto, () =>
    set({ looking: get().looking === 'compare' ? 'after' : 'compare' }),
  ),
  row('View', 'view.before', 'Show the photo', [], withPhoto, () => set({ looking: 'before' })),
  row('View', 'view.after', 'Show the sketch', [], withPhoto, () => set({ looking: 'after' })),
  row('View', 'view.panels', 'Hide or show panels', ['Shift \\'], withPhoto, () =>
    set({ panelHidden: !get().panelHidden }),
  ),
  row('View', 'view.layers', 'Layers', ['L'], withPhoto, () =>
    set({ layersShown: !get().layersShown, panelHidden: false }),
  ),
  layer('photo', 'the photo under the strokes'),
  layer('cutOut', 'the cut-out'),
  layer('interest', 'the points of interest'),
  layer('depth', 'the depth', withDepth),
  ...depthCommands.map(({ unavailable, ...command }) => ({ ...command, unavailable: ofDocument(unavailable) })),
  row('View', 'view.fit', 'Zoom to fit', ['Shift 1'], withPhoto, () => set({ zoom: null })),
  row('View', 'view.fitSelection', 'Zoom to the selection', ['Shift 2'], withSelection, zoomToSelection),
  row('View', 'view.actualSize', '100 %', ['Ctrl 0'], withPhoto, () => zoomTo(1)),
  row('View', 'view.zoomIn', 'Zoom in', ['+', '='], withPhoto, () => zoomBy(1.25)),
  row('View', 'view.zoomOut', 'Zoom out', ['-'], withPhoto, () => zoomBy(0.8)),

  row('Sketch', 'slot.primary', 'Do the next step', ['Ctrl Enter'], always, () => run(slotOf(get()).primary.command)),
  row('Sketch', 'sketch.start', 'Sketch', [], withPhoto, (app) => void app.runs.sketch()),
  row(
    'Sketch',
    'sketch.stop',
    'Stop here',
    ['Ctrl .'],
    ({ job }) => (job ? null : 'No sketch is running.'),
    (app) => app.runs.stop(),
  ),
  row('Sketch', 'sketch.goOn', 'Go on from this drawing', [], withStrokes, (app) => void app.runs.goOnDrawing()),
  row('Sketch', 'sketch.redrawRest', 'Redraw the rest', [], withStrokes, (app) => void app.runs.redrawRest()),
  row(
    'Sketch',
    'sketch.more',
    'Draw more strokes',
    [],
    ({ wanted, document }) =>
      wanted !== null && document && wanted > document.strokes.length
        ? null
        : 'Drag the knob beyond the last stroke first.',
    (app) => void app.runs.drawMore(get().wanted! - get().document!.strokes.length),
  ),
  row(
    'Sketch',
    'sketch.addMissing',
    'Add strokes where something is missing',
    [],
    withStrokes,
    (app) => void app.runs.drawMore(4),
  ),
  row('Sketch', 'sketch.removeLeast', 'Remove the least important', [], withStrokes, (app) => void app.removeLeast()),
  row('Sketch', 'sketch.wantNoMore', 'Return the knob', [], withPhoto, () => set({ wanted: null })),
  row('Sketch', 'sketch.fewer', 'Fewer strokes', [','], withPhoto, (app) => showFewer(app, -1)),
  row('Sketch', 'sketch.moreShown', 'More strokes', ['.'], withPhoto, (app) => showFewer(app, 1)),
  row('Sketch', 'sketch.replay', 'Replay the drawing', ['R'], withStrokes, replay),
  row('Sketch', 'engine.goOn', 'Go on from here', [], always, (app) => void app.runs.goOn()),
  row('Sketch', 'fault.dismiss', 'Close the message', [], always, dismissFault),

  tool('select', 'Select', 'V'),
  tool('nodes', 'Nodes', 'A'),
  tool('pen', 'Pen', 'P'),
  tool('pencil', 'Pencil', 'B'),
  tool('eraser', 'Eraser', 'E'),
  tool('detail', 'More detail here', 'D'),
  { ...row('Tools', 'detail.smaller', 'Smaller brush', ['['], withPhoto, () => resizeBrush(-1)), tool: 'detail' },
  { ...row('Tools', 'detail.larger', 'Larger brush', [']'], withPhoto, () => resizeBrush(1)), tool: 'detail' },
  row('Tools', 'detail.clear', 'Clear the painted detail', [], withDetail, (app) => app.detail.clear()),
  tool('cutout', 'Cut-out', 'C'),
  ...cutoutCommands.map(({ unavailable, ...command }) => ({ ...command, unavailable: ofDocument(unavailable) })),
  tool('hand', 'Hand', 'H'),
  tool('zoom', 'Zoom', 'Z'),
  row('Tools', 'tool.pick', 'Pick colour', ['I'], withPhoto, () => {
    const { tool: current } = get();
    if (current !== 'pick') set({ tool: 'pick', toolBefore: current });
  }),

  place('subject', 'Subject', 'U'),
  place('sketch', 'Sketch panel', 'K'),
  place('strokes', 'Strokes', 'S'),
  row('Places', 'app.nextRegion', 'Next region', ['F6'], always, () => cycleRegions(1)),
  row('Places', 'app.previousRegion', 'Previous region', ['Shift F6'], always, () => cycleRegions(-1)),
  row('Places', 'app.palette', 'Commands', ['Ctrl K'], always, () => set({ dialog: 'commands' })),
  row('Places', 'app.shortcuts', 'Shortcuts', ['?'], always, () => set({ dialog: 'shortcuts' })),

  row('Settings', 'app.settings', 'Settings…', ['Ctrl ,'], always, () => set({ dialog: 'settings' })),
  row('Settings', 'app.models', 'Models…', [], always, () => set({ dialog: 'models' })),
  ...batchCommands,

  flag('startAtOnce', 'Start at once', 'A photo that is opened starts its sketch.', 'Sketch waits in the corner.'),
  flag('singleKeys', 'Single keys', 'Single keys press commands.', 'Only keys with Ctrl press commands.'),
  theme('light', 'Light theme'),
  theme('dark', 'Dark theme'),
  theme('system', "The system's theme"),
];

const byId = new Map(commands.map((command) => [command.id, command]));

export function commandOf(id: string): Command | undefined {
  return byId.get(id);
}

/** Runs a command if it can be done now; otherwise says why not. */
export function run(id: string): void {
  const command = byId.get(id);
  if (!command) return;
  const reason = command.unavailable(get());
  if (reason === null) command.run(theApp);
  else announce(reason);
}
