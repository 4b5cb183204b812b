/**
 * What the page shows at any moment: one zustand store. Components read slices of it; only `App` (app.ts) writes it.
 *
 * The document in it is always the one to be painted: while a gesture is under way that is its preview, while a sketch
 * runs its strokes travel in `job`, which is no part of the document until it is done.
 */

import { create } from 'zustand';
import type { LiveTry, PageSettings, RecentFile, SketchProgress } from '../../main/contract.ts';
import { DEFAULT_PAGE_SETTINGS, type LineamentDocument } from '../document/document.ts';

export type Tool = 'select' | 'nodes' | 'pen' | 'pencil' | 'eraser' | 'hand' | 'zoom';
export type Tab = 'subject' | 'sketch' | 'strokes';
export type Looking = 'before' | 'compare' | 'after';
export type Theme = 'light' | 'dark' | 'system';
export type Dialog = 'export' | 'commands' | 'shortcuts' | 'settings' | 'unsaved' | null;

export interface Job {
  /** Grows with each job. */
  id: number;
  /** Milliseconds of performance.now() at which it was asked for. */
  began: number;
  stopping: boolean;
  latest: SketchProgress | null;
  /** Control points of the event before the latest, by stroke id: for drawing what lies between, and for trails. */
  before: ReadonlyMap<string, readonly number[]>;
  tries: LiveTry[];
  /** Likeness of each try against seconds. */
  curves: ReadonlyMap<number, readonly { at: number; likeness: number }[]>;
  /** Strokes that have come to rest. */
  settled: ReadonlySet<string>;
}

export interface Layers {
  strokes: number;
  photo: number;
  mask: number;
}

/** What was last exported, by format as the dialog names them: the format and each one's options. */
export interface LastExport {
  format: string;
  options: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;
}

/** One line above the strip, there until dealt with. */
export interface Fault {
  text: string;
  actions: { label: string; command: string }[];
}

export interface AppState {
  document: LineamentDocument | null;
  /** Object URLs of the photo's preview and the mask. */
  photoUrl: string | null;
  maskUrl: string | null;
  /** Names of the steps that undo and redo would take; null: none. */
  undoable: string | null;
  redoable: string | null;
  edited: boolean;

  job: Job | null;
  /** For the next sketch; equal to the document's own once it is drawn. */
  settings: PageSettings;
  selection: readonly string[];
  hovered: string | null;
  tool: Tool;
  tab: Tab;
  looking: Looking;
  /** Where the divider of Compare stands, 0..1 of the sheet. */
  divider: number;
  layers: Layers;
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
  document: null,
  photoUrl: null,
  maskUrl: null,
  undoable: null,
  redoable: null,
  edited: false,
  job: null,
  settings: DEFAULT_PAGE_SETTINGS,
  selection: [],
  hovered: null,
  tool: 'select',
  tab: 'sketch',
  looking: 'after',
  divider: 0.5,
  layers: { strokes: 1, photo: 0, mask: 0 },
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
