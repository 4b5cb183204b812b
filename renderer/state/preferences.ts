/**
 * What a person set and finds again: kept by the host as one JSON text, read before anything is shown.
 *
 * Each part is checked by itself, so that one that is damaged or of another version costs only itself. Written when
 * something changed, at once after a quiet second, and never more than once a second: a dragged slider changes often.
 */

import * as v from 'valibot';
import { deviceSchema, settingsSchema } from '../../main/contract.ts';
import type { Host } from './connection.ts';
import { type AppState, initialState, useStore } from './store.ts';

/** Milliseconds between two writings. */
const APART = 1000;

/** Px: what the panel's edge can be dragged to. */
export const PANEL_WIDTH = { least: 272, most: 420 } as const;

const option = v.union([v.string(), v.pipe(v.number(), v.finite()), v.boolean()]);
const percent = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const panelWidth = v.pipe(v.number(), v.minValue(PANEL_WIDTH.least), v.maxValue(PANEL_WIDTH.most));

const { strokes, fidelity, width, cutOut } = settingsSchema.entries;
const ownPreset = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  settings: v.object({ strokes, fidelity, width, cutOut }),
});

const checks = {
  theme: v.picklist(['light', 'dark', 'system']),
  panelHidden: v.boolean(),
  panelWidth: v.nullable(panelWidth),
  smooth: percent,
  startAtOnce: v.boolean(),
  singleKeys: v.boolean(),
  moreOptions: v.boolean(),
  lastExport: v.object({ format: v.string(), options: v.record(v.string(), v.record(v.string(), option)) }),
  fillVariations: v.boolean(),
  ownPresets: v.pipe(v.array(ownPreset), v.maxLength(100)),
  device: deviceSchema,
  settings: settingsSchema,
};

type Name = keyof typeof checks;
export type Preferences = Pick<AppState, Name>;

const NAMES = Object.keys(checks) as Name[];

/** The part of the page's state that outlives a document and a start. */
export function preferencesOf(state: AppState): Preferences {
  return Object.fromEntries(NAMES.map((name) => [name, state[name]])) as Preferences;
}

/** Preferences from a JSON text; what is missing or damaged is as at the first start. */
export function readPreferences(json: string): Preferences {
  const said = parsed(json);
  const read = NAMES.map((name) => {
    const checked = v.safeParse(checks[name], said[name]);
    return [name, checked.success ? checked.output : initialState[name]];
  });
  return Object.fromEntries(read) as Preferences;
}

function parsed(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Applies what the host has kept, then keeps what changes, for the page's lifetime. */
export async function followPreferences(host: Pick<Host, 'call'>): Promise<void> {
  const json = await host.call('preferences', {}).then(
    (kept) => kept.json,
    () => '',
  );
  useStore.setState(readPreferences(json));
  let written = JSON.stringify(preferencesOf(useStore.getState()));
  let last = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    timer = undefined;
    const now = JSON.stringify(preferencesOf(useStore.getState()));
    if (now === written) return;
    written = now;
    last = performance.now();
    void host.call('setPreferences', { json: now }).catch(() => undefined);
  };
  useStore.subscribe((state, before) => {
    if (timer !== undefined || NAMES.every((name) => state[name] === before[name])) return;
    timer = setTimeout(write, Math.max(0, last + APART - performance.now()));
  });
}
