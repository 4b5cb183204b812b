/**
 * What the page shows at any moment: one zustand store. Components read slices of it; only `App` (app.ts) writes it.
 *
 * The document in it is always the one to be painted: while a gesture is under way that is its preview, while a sketch
 * runs its strokes travel in `job`, which is no part of the document until it is done.
 */

import { create } from 'zustand';
import type { Device, LiveTry, PageSettings, RecentFile, SketchProgress } from '../../main/contract.ts';
import type { BatchState } from '../batch/state.ts';
import { DEFAULT_PAGE_SETTINGS, type LineamentDocument } from '../document/document.ts';
import type { Brush } from '../document/emphasis.ts';
import type { GreyPicture } from '../document/grey-png.ts';
import type { HistoryStep } from '../document/history.ts';
import type { CutTool, CuttingState } from './cutting.ts';
import type { DepthRecord } from './depth.ts';
import { type Around, FIRST_LAYERS, type Layers } from './layers.ts';
import { type ModelsState, NO_MODELS } from './models-state.ts';
import type { PieceShown } from './parts.ts';
import type { RegionsState } from './regions.ts';
import { type DepthView, FIRST_RELIEF, type Relief } from './relief.ts';

export type Tool = 'select' | 'nodes' | 'pen' | 'pencil' | 'eraser' | 'hand' | 'zoom' | 'pick' | 'detail' | 'cutout';
export type Tab = 'subject' | 'sketch' | 'strokes';
export type Looking = 'before' | 'compare' | 'after';
export type Theme = 'light' | 'dark' | 'system';
export type Dialog = 'export' | 'commands' | 'shortcuts' | 'settings' | 'models' | 'unsaved' | null;

export interface Job {
  /** Grows with each job. */
  id: number;
  /** Milliseconds of performance.now() at which it was asked for. */
  began: number;
  stopping: boolean;
  /** What it draws by; closeness and line width follow the person while it runs. */
  settings: PageSettings;
  /** Seed of the try that leads, and has for a while; null: none is known yet. */
  leader: number | null;
  /** Seed of the try that a person watches; null: they follow the leader. */
  watching: number | null;
  /** Seed of the try that they keep, which is drawn to its end. */
  kept: number | null;
  /** Seed of the try whose strokes `latest` holds; null: not told. */
  shows: number | null;
  latest: SketchProgress | null;
  /** Control points of the event before the latest, by stroke id: for drawing what lies between, and for trails. */
  before: ReadonlyMap<string, readonly number[]>;
  tries: LiveTry[];
  /** Likeness of each try against seconds. */
  curves: ReadonlyMap<number, readonly { at: number; likeness: number }[]>;
  /** Strokes that have come to rest. */
  settled: ReadonlySet<string>;
  /** How many times a hand's work on it was undone or done again. */
  stepped: number;
}

/** Whether the photo's subject is known, and why not. */
export type Finding = 'unasked' | 'looking' | 'found' | 'none' | 'failed';

/** Where a sketch begins: a grey picture of what draws the eye, and the first places in their order, photo px. */
export interface Interest {
  url: string;
  places: readonly { x: number; y: number }[];
}

/** What was last exported, by format as the dialog names them: the format and each one's options. */
export interface LastExport {
  format: string;
  options: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;
}

/** Rows of the pad that are drawn beside the document, by their place in ROWS. */
export interface Filling {
  /** Under way; null: none is. */
  row: number | null;
  /** What a person asked for, the first to come first. */
  asked: readonly number[];
}

/** Settings under a person's own name. */
export interface OwnPreset {
  name: string;
  settings: Pick<PageSettings, 'strokes' | 'fidelity' | 'width' | 'cutOut'>;
}

/** One line above the strip, there until dealt with. */
export interface Fault {
  text: string;
  actions: { label: string; command: string }[];
}

export interface AppState {
  /** Many photos in a queue; null: there is no batch. */
  batch: BatchState | null;
  document: LineamentDocument | null;
  /** Object URLs of the photo's preview and the mask. */
  photoUrl: string | null;
  maskUrl: string | null;
  /** How near each place of the photo is; null: it was not measured. */
  depth: DepthRecord | null;
  measuring: boolean;
  depthView: DepthView;
  relief: Relief;
  /** Why a relief cannot be drawn here; null: nothing is known against it. */
  reliefFault: string | null;
  finding: Finding;
  interest: Interest | null;
  /** All steps of the document, undone ones too, and which of them it is at. */
  steps: readonly HistoryStep[];
  step: number;
  /** Names of the steps that undo and redo would take; null: none. */
  undoable: string | null;
  redoable: string | null;
  edited: boolean;

  job: Job | null;
  filling: Filling;
  /** Whether the pad's other rows are drawn by themselves while nothing else is. */
  fillVariations: boolean;
  ownPresets: readonly OwnPreset[];
  /** For the next sketch; equal to the document's own once it is drawn. */
  settings: PageSettings;
  models: ModelsState;
  /** Where models run; 'auto': on the fastest device whose numbers are right. */
  device: Device;
  selection: readonly string[];
  hovered: string | null;
  /** The node that keys and fields act on; it counts while its stroke alone is selected (`activeNode` in tools/on-sheet.ts). */
  node: { stroke: string; node: number } | null;
  tool: Tool;
  /** The tool to go back to once a colour was picked. */
  toolBefore: Tool;
  /** '#rrggbb' of lines that are drawn from now on; null: as the line before. */
  nextColor: string | null;
  tab: Tab;
  looking: Looking;
  /** Where the divider of Compare stands, 0..1 of the sheet. */
  divider: number;
  layers: Layers;
  around: Around;
  /** '#rrggbb' of the sheet as it is looked at; null: white paper. */
  paper: string | null;
  /** Whether the layers' popover is open. */
  layersShown: boolean;
  /** The painted "more detail here" as it is to be seen, also while it is being painted; null: none. */
  detail: GreyPicture | null;
  brush: Brush;
  /** The cut-out under way; null: none is. */
  cutting: CuttingState | null;
  cutTool: CutTool;
  /** The mask's separate subjects, the largest first; empty until they are told apart. */
  parts: readonly PieceShown[];
  /** All that was found in the photo; null: nobody looked. */
  regions: RegionsState | null;
  /** URL of the mask of a piece that is pointed at in a list, to be seen on the sheet; null: none is. */
  litPiece: string | null;
  /** Photo px by which a cut-out is grown, shrunk or softened. */
  maskAmount: number;
  /** Screen px a photo px, and the screen px of the photo's corner inside the canvas; null: fitted. */
  zoom: { scale: number; x: number; y: number } | null;
  /** The scale that the canvas shows, fitted or not. */
  shownScale: number;
  /** 0..100, how smooth the pencil's lines are made. */
  smooth: number;
  theme: Theme;
  systemTheme: 'light' | 'dark';
  panelHidden: boolean;
  /** Px that the panel's edge was dragged to; null: as wide as the window makes it. */
  panelWidth: number | null;
  /** Whether a photo that is opened starts its sketch. */
  startAtOnce: boolean;
  /** Whether keys without Ctrl press commands. */
  singleKeys: boolean;
  /** Whether the settings that are seldom needed are unfolded. */
  moreOptions: boolean;
  lastExport: LastExport;
  dialog: Dialog;
  /** Whether the list of steps hangs under Undo. */
  historyShown: boolean;
  /** Whether the document's name is a field. */
  renaming: boolean;
  /** Said for a while under the sheet. */
  notice: string | null;
  fault: Fault | null;
  /** Polite words for screen readers. */
  announced: string;
  recent: readonly RecentFile[];
  /** The host's name for the document's file, or for its photo's where it has none; null: it came without one. */
  file: string | null;
  /** Whether the host is the desktop app, which knows windows, dialogs and folders. */
  desktop: boolean;
  recoverable: readonly { key: string; name: string; when: string }[];
  /** A knob dragged beyond the last stroke: how many strokes are asked for. */
  wanted: number | null;
}

export const initialState: AppState = {
  batch: null,
  document: null,
  photoUrl: null,
  maskUrl: null,
  depth: null,
  measuring: false,
  depthView: 'grey',
  relief: FIRST_RELIEF,
  reliefFault: null,
  finding: 'unasked',
  interest: null,
  steps: [],
  step: 0,
  undoable: null,
  redoable: null,
  edited: false,
  job: null,
  filling: { row: null, asked: [] },
  fillVariations: true,
  ownPresets: [],
  settings: DEFAULT_PAGE_SETTINGS,
  models: NO_MODELS,
  device: 'auto',
  selection: [],
  hovered: null,
  node: null,
  tool: 'select',
  toolBefore: 'select',
  nextColor: null,
  tab: 'sketch',
  looking: 'after',
  divider: 0.5,
  layers: FIRST_LAYERS,
  around: 'faded',
  paper: null,
  layersShown: false,
  detail: null,
  brush: { size: 12, soft: 0.5, strength: 1, erasing: false },
  cutting: null,
  cutTool: { mode: 'point', takes: false, size: 4, soft: 0.2 },
  parts: [],
  regions: null,
  litPiece: null,
  maskAmount: 3,
  zoom: null,
  shownScale: 1,
  smooth: 50,
  theme: 'system',
  systemTheme: 'light',
  panelHidden: false,
  panelWidth: null,
  startAtOnce: true,
  singleKeys: true,
  moreOptions: false,
  lastExport: { format: 'svg', options: {} },
  dialog: null,
  historyShown: false,
  renaming: false,
  notice: null,
  fault: null,
  announced: '',
  recent: [],
  file: null,
  desktop: false,
  recoverable: [],
  wanted: null,
};

/** The hook that components read: `useStore((state) => state.tool)`. */
export const useStore = create<AppState>(() => initialState);

/** Lights a stroke up wherever it is shown; null: none. */
export const hover = (hovered: string | null): void => {
  if (useStore.getState().hovered !== hovered) useStore.setState({ hovered });
};
