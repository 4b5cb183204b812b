/**
 * The bar of "More detail here", over the sheet while that tool is in hand: whether it paints more or less, its size,
 * its edge, how much more a painted place counts, and a way to begin anew.
 */

import '../styles/layers.css';
import { useEffect } from 'react';
import { keyWords } from '../commands/key-words.ts';
import { run } from '../commands/table.ts';
import { Segments } from '../controls/Segments.tsx';
import { Slider } from '../controls/Slider.tsx';
import type { Brush } from '../document/emphasis.ts';
import { useStore } from '../state/store.ts';
import { notify } from '../state/voice.ts';
import { BRUSH_SIZE } from '../tools/detail.ts';

const MODES = [
  { value: 'more', label: 'More' },
  { value: 'less', label: 'Less' },
] as const;

/** 0..1, typed and told in percent. */
const SHARE = { min: 0, max: 1, step: 0.05, typedIn: 0.01 };
const percent = (value: number) => `${Math.round(100 * value)} %`;

/** Said once: what the bar does not show. */
const HINT = 'Paint where detail counts more. Alt takes away, Shift paints straight, [ and ] change the size.';
let said = false;

export function DetailBar() {
  const inHand = useStore((state) => state.tool === 'detail');
  const brush = useStore((state) => state.brush);
  const painted = useStore((state) => Boolean(state.document?.emphasis));
  useEffect(() => {
    if (inHand && !said) notify(keyWords(HINT));
    said ||= inHand;
  }, [inHand]);
  if (!inHand) return null;
  const set = (patch: Partial<Brush>) => useStore.setState({ brush: { ...brush, ...patch } });
  return (
    <fieldset className="tool-bar" aria-label="More detail here">
      <Segments
        label="Paints"
        value={brush.erasing ? 'less' : 'more'}
        options={MODES}
        onChange={(mode) => set({ erasing: mode === 'less' })}
      />
      <Slider
        label="Size"
        {...BRUSH_SIZE}
        value={brush.size}
        words={(value) => `${value} %`}
        onChange={(size) => set({ size })}
      />
      <Slider label="Soft" {...SHARE} value={brush.soft} words={percent} onChange={(soft) => set({ soft })} />
      <Slider
        label="Strength"
        {...SHARE}
        min={0.1}
        value={brush.strength}
        words={percent}
        onChange={(strength) => set({ strength })}
      />
      <button type="button" className="btn" disabled={!painted} onClick={() => run('detail.clear')}>
        Clear
      </button>
    </fieldset>
  );
}
