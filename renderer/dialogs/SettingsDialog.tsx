/**
 * What is set once and found again at the next start. Everything applies at once; there is nothing to save, and the
 * filled button only closes.
 */

import { keyWords } from '../commands/key-words.ts';
import { Segments } from '../controls/Segments.tsx';
import { Select } from '../controls/Select.tsx';
import { Switch } from '../controls/Switch.tsx';
import { DEFAULT_PAGE_SETTINGS } from '../document/document.ts';
import { preferencesOf } from '../state/preferences.ts';
import { initialState, type Theme, useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';
import { Dialog } from './Dialog.tsx';
import { EXPORTS, rowOf } from './exports.ts';

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'System' },
];

const FORMATS = EXPORTS.map((id) => ({ value: id as string, label: rowOf(id).label }));

const set = useStore.setState;
const close = () => set({ dialog: null });

export function SettingsDialog() {
  const theme = useStore((state) => state.theme);
  const startAtOnce = useStore((state) => state.startAtOnce);
  const fill = useStore((state) => state.fillVariations);
  const singleKeys = useStore((state) => state.singleKeys);
  const lastExport = useStore((state) => state.lastExport);
  return (
    <Dialog title="Settings" className="d-settings" onClose={close}>
      <div className="d-rows c-form">
        <Segments label="Theme" value={theme} options={THEMES} onChange={(next) => set({ theme: next })} />
        <p>The room changes, never the sheet: exports are the same in each.</p>
        <Switch label="Start at once" checked={startAtOnce} onChange={(on) => set({ startAtOnce: on })} />
        <p>A photo that is opened starts its sketch. Off, Sketch waits in the corner.</p>
        <Switch label="Fill variations" checked={fill} onChange={(on) => set({ fillVariations: on })} />
        <p>Looser and closer drawings are made while nothing else is. Off, each waits for a press.</p>
        <Switch label="Single keys" checked={singleKeys} onChange={(on) => set({ singleKeys: on })} />
        <p>{keyWords('V, P or B take up a tool, R replays. Off, only keys with Ctrl do anything.')}</p>
        <Select
          label="Export as"
          value={lastExport.format}
          options={FORMATS}
          onChange={(format) => set({ lastExport: { ...lastExport, format } })}
        />
        <p>What Export offers first. Each format keeps its own options.</p>
      </div>
      <footer>
        <button type="button" className="c-button quiet" onClick={restore}>
          As at the first start
        </button>
        <span className="d-grow" />
        <button type="button" className="c-button primary" onClick={close}>
          Done
        </button>
      </footer>
    </Dialog>
  );
}

function restore(): void {
  // A person's presets are their work and no setting: each is forgotten where it is listed.
  set(({ ownPresets }) => ({ ...preferencesOf(initialState), settings: DEFAULT_PAGE_SETTINGS, ownPresets }));
  announce('All settings are as at the first start.');
}
