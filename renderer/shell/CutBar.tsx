/**
 * The bar of the cut-out tool, over the sheet while it is in hand: what a press does, whether it adds or takes away, the
 * brush's size and edge where there is a brush, and a way to begin anew.
 */

import '../styles/cutout.css';
import { Brush, Crosshair, Eraser, type LucideIcon, Spline, SquareDashed } from 'lucide-react';
import { useEffect } from 'react';
import { keyWords } from '../commands/key-words.ts';
import { run } from '../commands/table.ts';
import { onRadioKey } from '../controls/radio-keys.ts';
import { Segments } from '../controls/Segments.tsx';
import { Slider } from '../controls/Slider.tsx';
import type { CutMode, CutTool } from '../state/cutting.ts';
import { useStore } from '../state/store.ts';
import { notify } from '../state/voice.ts';
import { BRUSH_SIZE } from '../tools/detail.ts';

const MODES: readonly { mode: CutMode; label: string; icon: LucideIcon }[] = [
  { mode: 'point', label: 'Point', icon: Crosshair },
  { mode: 'box', label: 'Box', icon: SquareDashed },
  { mode: 'scribble', label: 'Scribble', icon: Spline },
  { mode: 'brush', label: 'Brush', icon: Brush },
  { mode: 'eraser', label: 'Eraser', icon: Eraser },
];

const EFFECTS = [
  { value: 'add', label: 'Add' },
  { value: 'take', label: 'Take away' },
] as const;

/** Said once: what the bar does not show. */
const HINT = 'Click on what is to be drawn, drag a box round it. Alt takes away. Ctrl Z takes back the last one.';
let said = false;

export function CutBar() {
  const inHand = useStore((state) => state.tool === 'cutout');
  const tool = useStore((state) => state.cutTool);
  useEffect(() => {
    if (inHand && !said) notify(keyWords(HINT));
    said ||= inHand;
  }, [inHand]);
  if (!inHand) return null;
  const set = (patch: Partial<CutTool>) => useStore.setState({ cutTool: { ...tool, ...patch } });
  const paints = tool.mode === 'brush' || tool.mode === 'eraser';
  return (
    <fieldset className="tool-bar cut-bar" aria-label="Cut-out">
      <div className="cut-modes" role="radiogroup" aria-label="A press" onKeyDown={onRadioKey}>
        {MODES.map(({ mode, label, icon: Icon }, i) => (
          // biome-ignore lint/a11y/useSemanticElements: a way of pressing is drawn as a button; its group has the radio keys.
          <button
            key={mode}
            type="button"
            role="radio"
            aria-checked={mode === tool.mode}
            aria-label={label}
            title={`${label} (${i + 1})`}
            tabIndex={mode === tool.mode ? 0 : -1}
            onClick={() => set({ mode })}
          >
            <Icon size={16} aria-hidden="true" />
            <span>{label}</span>
          </button>
        ))}
      </div>
      {!paints && (
        <Segments
          label="Effect"
          value={tool.takes ? 'take' : 'add'}
          options={EFFECTS}
          onChange={(effect) => set({ takes: effect === 'take' })}
        />
      )}
      {(paints || tool.mode === 'scribble') && (
        <Slider
          label="Size"
          {...BRUSH_SIZE}
          value={tool.size}
          words={(value) => `${value} %`}
          onChange={(size) => set({ size })}
        />
      )}
      {paints && (
        <Slider
          label="Soft edge"
          min={0}
          max={1}
          step={0.05}
          typedIn={0.01}
          value={tool.soft}
          words={(value) => `${Math.round(100 * value)} %`}
          onChange={(soft) => set({ soft })}
        />
      )}
      <button type="button" className="btn" onClick={() => run('cutout.clear')}>
        Clear
      </button>
    </fieldset>
  );
}
