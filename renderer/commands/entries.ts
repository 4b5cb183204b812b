/**
 * All that the palette leads to, as rows of one kind: the commands, the settings (their control gets the focus), the
 * presets, the files that were open lately, and the strokes. What cannot be done now is there too, with the reason.
 */

import { BUILT_IN } from '../panels/presets.ts';
import { shareWords, strokeWords } from '../panels/words.ts';
import { app } from '../state/app.ts';
import { type AppState, useStore } from '../state/store.ts';
import type { Searchable } from './search.ts';
import { type Command, commands, run } from './table.ts';

export interface Entry extends Searchable {
  id: string;
  /** What stands beside the label. */
  about: string;
  /** Why it cannot be done now, as a sentence; null: it can. */
  reason: string | null;
  run(): void;
}

/** Commands that only keys, the slot or a fault's line press. */
const UNLISTED = /^(edit\.(nudge|escape)|app\.palette|fault|engine|sketch\.wantNoMore)/;

/** Settings by the names of their controls; those of the last group lie under More options. */
const SETTINGS: readonly { label: string; about: string; folded?: boolean }[] = [
  { label: 'Closeness', about: 'Loose follows the idea, exact the outline' },
  { label: 'Line width', about: 'Of the boldest line' },
  { label: 'Strokes to draw', about: '1 to 64' },
  { label: 'Tries', about: 'How many race', folded: true },
  { label: 'Quality', about: 'Draft, normal or best', folded: true },
  { label: 'Seed', about: 'The same seed draws the same', folded: true },
];

const NO_PHOTO = 'Open a photo first.';

/** Every entry, in the order in which they are listed when nothing was typed. */
export function entriesOf(state: AppState): Entry[] {
  return [
    ...commands.filter(({ id }) => !UNLISTED.test(id)).map((command) => ofCommand(command, state)),
    ...SETTINGS.map((setting) => ofSetting(setting, state)),
    ...BUILT_IN.map(
      ({ name, settings }): Entry => ({
        ...{ id: `preset-${name}`, label: name, group: 'Presets', keys: [], about: `${settings.strokes} strokes` },
        reason: null,
        run: () => app.setSettings(settings),
      }),
    ),
    ...state.ownPresets.map(
      ({ name, settings }): Entry => ({
        ...{
          id: `own-${name}`,
          label: name,
          group: 'Presets',
          keys: [],
          about: `Your own, ${settings.strokes} strokes`,
        },
        reason: null,
        run: () => app.setSettings(settings),
      }),
    ),
    ...state.recent.map(
      ({ id, name, strokes }): Entry => ({
        ...{ id: `recent-${id}`, label: name, group: 'Recent', keys: [], reason: null },
        about: strokes === 1 ? '1 stroke' : `${strokes} strokes`,
        run: () => void app.files.openFromHost(id),
      }),
    ),
    ...piecesOf(state),
    ...strokesOf(state),
  ];
}

function ofCommand({ id, label, group, keys, unavailable }: Command, state: AppState): Entry {
  return { id, label, group, keys, about: '', reason: unavailable(state), run: () => run(id) };
}

function ofSetting({ label, about, folded }: (typeof SETTINGS)[number], { document }: AppState): Entry {
  return {
    ...{ id: `setting-${label}`, label, group: 'Settings', keys: [], about, reason: document ? null : NO_PHOTO },
    run: () => {
      useStore.setState({ tab: 'sketch', panelHidden: false, ...(folded ? { moreOptions: true } : {}) });
      // Once the panel shows it.
      requestAnimationFrame(() => focusControl(label));
    },
  };
}

/** The mask's subjects, where there are several, and what was found in the photo. */
function piecesOf({ parts, regions }: AppState): Entry[] {
  const piece = (kind: string, share: number, index: number, about: string, run: () => void): Entry => ({
    ...{ id: `${kind}-${index}`, label: `${kind} ${index + 1}`, group: 'Cut-out', keys: [], reason: null, run },
    about: `${about}, ${shareWords(share).toLowerCase()}`,
  });
  const several = parts.length > 1 ? parts : [];
  return [
    ...several.map(({ share, on }, i) =>
      piece('Subject', share, i, on ? 'Leave it out' : 'Take it in', () => void app.parts.toggle(i)),
    ),
    ...(regions?.list ?? []).map(({ share }, i) =>
      piece('Region', share, i, 'Draw it alone', () => void app.regions.choose(i, false)),
    ),
  ];
}

function strokesOf({ document }: AppState): Entry[] {
  if (!document) return [];
  const { strokes, photo } = document;
  return strokes.map(({ id, points }, i) => ({
    ...{ id: `stroke-${id}`, label: `Stroke ${i + 1}`, group: 'Strokes', keys: [], reason: null },
    about: strokeWords(points, photo.width, photo.height),
    run: () => useStore.setState({ selection: [id], tab: 'strokes' }),
  }));
}

/** Puts the focus on the control of that name, in the panel or on the ruler. */
function focusControl(label: string): void {
  const panel = document.querySelector('[data-region=panel]');
  const named = panel?.querySelector<HTMLElement>(`input[aria-label="${label}"]:not(.p-pad *)`);
  const labels = [...(panel?.querySelectorAll('label') ?? [])];
  const control = named ?? labels.find(({ textContent }) => textContent === label)?.control;
  const onRuler = document.querySelector<HTMLElement>(`[role=slider][aria-label="${label}"]`);
  const found = control ?? onRuler;
  found?.scrollIntoView({ block: 'nearest' });
  found?.focus();
}
