/**
 * The layers of the sheet, from the uppermost down: an eye and an opacity each, and the paper under them all. A popover
 * over the panel, so that it never covers what it changes; it goes with Esc, and with whatever is done elsewhere.
 */

import '../styles/layers.css';
import { Eye, EyeOff, Layers as LayersIcon } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Slider } from '../controls/Slider.tsx';
import { ColourRow } from '../panels/ColourRow.tsx';
import { cutOutNote, interestNote } from '../panels/subject-notes.ts';
import { type LayerName, withLayer } from '../state/layers.ts';
import { type AppState, useStore } from '../state/store.ts';
import { ICON } from './icons.tsx';

interface LayerRow {
  name: LayerName;
  label: string;
  /** What is to be known of a layer that is on and shows nothing; null: nothing is. */
  note?(state: AppState): string | null;
  /** Whether it is offered; without it, it always is. */
  there?(state: AppState): boolean;
}

const ROWS: readonly LayerRow[] = [
  { name: 'strokes', label: 'Strokes' },
  { name: 'interest', label: 'Points of interest', note: interestNote },
  { name: 'depth', label: 'Depth', there: ({ depth }) => depth !== null },
  { name: 'cutOut', label: 'Cut-out', note: cutOutNote },
  { name: 'photo', label: 'Photo' },
];

/** White is the sheet's own, which a dark room dims a little. */
const WHITE = '#fdfcf9';
const PAPERS = [
  { color: WHITE, name: 'White' },
  { color: '#f3e9d2', name: 'Cream' },
  { color: '#d9d7d1', name: 'Grey' },
  { color: '#c9b08a', name: 'Kraft' },
] as const;

const close = () => useStore.setState({ layersShown: false });

export function LayersButton() {
  const shown = useStore((state) => state.layersShown);
  const around = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!shown) return;
    const elsewhere = ({ target }: Event) => {
      if (target instanceof Node && !around.current?.contains(target)) close();
    };
    const kinds = ['pointerdown', 'focusin'] as const;
    for (const kind of kinds) document.addEventListener(kind, elsewhere, true);
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, elsewhere, true);
    };
  }, [shown]);
  return (
    <span ref={around} className="layers-at">
      <button
        type="button"
        className={shown ? 'ib on' : 'ib'}
        aria-label="Layers"
        title="Layers (L)"
        aria-haspopup="dialog"
        aria-expanded={shown}
        onClick={() => useStore.setState({ layersShown: !shown })}
      >
        <LayersIcon {...ICON} />
      </button>
      {shown && <Popover />}
    </span>
  );
}

function Popover() {
  const paper = useStore((state) => state.paper);
  const own = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    own.current?.querySelector('button')?.focus();
    return () => {
      // Whoever pressed elsewhere is there already.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div
      ref={own}
      className="layers"
      role="dialog"
      aria-label="Layers"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      <h2>Layers</h2>
      {ROWS.map((row) => (
        <Row key={row.name} {...row} />
      ))}
      <ColourRow
        label="Paper"
        colours={PAPERS}
        value={paper ?? WHITE}
        onChange={(color) => useStore.setState({ paper: color === WHITE ? null : color })}
      />
    </div>
  );
}

function Row({ name, label, note, there }: LayerRow) {
  const { shown, opacity } = useStore((state) => state.layers[name]);
  const offered = useStore((state) => there?.(state) ?? true);
  const said = useStore((state) => (shown && note?.(state)) || null);
  if (!offered) return null;
  const set = (patch: Parameters<typeof withLayer>[2]) =>
    useStore.setState(({ layers }) => ({ layers: withLayer(layers, name, patch) }));
  const title = `${shown ? 'Hide' : 'Show'} ${label.toLowerCase()}`;
  return (
    <div className={shown ? 'layer' : 'layer off'}>
      <button
        type="button"
        className="c-icon"
        aria-label={`Show ${label.toLowerCase()}`}
        aria-pressed={shown}
        title={title}
        onClick={() => set({ shown: !shown })}
      >
        {shown ? <Eye size={15} aria-hidden="true" /> : <EyeOff size={15} aria-hidden="true" />}
      </button>
      <Slider
        label={label}
        min={0}
        max={1}
        step={0.05}
        typedIn={0.01}
        value={opacity}
        words={(value) => `${Math.round(100 * value)} %`}
        onChange={(value) => set({ opacity: value, shown: true })}
      />
      {said && <p className="p-hint">{said}</p>}
    </div>
  );
}
