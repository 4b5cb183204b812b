/** Four counts to start from, each drawn by the specimen: a radio group of cards. */

import { onRadioKey } from '../controls/radio-keys.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { Drawing } from './Drawing.tsx';
import { PRESETS, presetOf, SPECIMEN, SPECIMEN_SIZE } from './presets.ts';

export function Presets() {
  const chosen = useStore(({ settings, ownPresets }) => presetOf(settings, ownPresets));
  const none = !PRESETS.some((preset) => preset === chosen);
  return (
    <div className="p-cards" role="radiogroup" aria-label="Start from" onKeyDown={onRadioKey}>
      {PRESETS.map((preset, i) => (
        // biome-ignore lint/a11y/useSemanticElements: a card with a picture is drawn as a button; its group has the radio keys.
        <button
          key={preset.name}
          type="button"
          role="radio"
          className="p-card"
          aria-checked={preset === chosen}
          aria-label={`${preset.name}, ${preset.settings.strokes} strokes`}
          tabIndex={preset === chosen || (none && i === 0) ? 0 : -1}
          onClick={() => app.setSettings(preset.settings)}
        >
          <span className="p-paper">
            <Drawing strokes={SPECIMEN.slice(0, preset.settings.strokes)} {...SPECIMEN_SIZE} />
          </span>
          <span className="p-name">
            {preset.name}
            <em>{preset.settings.strokes}</em>
          </span>
        </button>
      ))}
    </div>
  );
}
