/**
 * One photo of a batch: what is drawn of it with the photo in a corner, strokes that still move, a faded photo that
 * waits, or an outline and a reason. The same in the sheet and in the list, which styles alone tell apart.
 */

import { Check, ImageOff, RotateCcw, TriangleAlert, X } from 'lucide-react';
import { type DragEvent, memo, useCallback, useMemo, useRef } from 'react';
import type { BatchItem } from '../../main/contract.ts';
import { visibleStrokes } from '../document/document.ts';
import { Drawing } from '../panels/Drawing.tsx';
import { spoken } from '../ruler/time-left.ts';
import { ICON } from '../shell/icons.tsx';
import { useStore } from '../state/store.ts';
import { batch } from './batch.ts';
import { type Corner, freeCorner } from './free-corner.ts';
import type { Picture } from './pictures.ts';
import { useBrought, useNear } from './use-near.ts';
import { stateWords } from './words.ts';

const SMALL = { ...ICON, size: 14 } as const;

interface CardProps {
  item: BatchItem;
  /** Counted from 1. */
  place: number;
  /** Whether it is drawn after the one under way. */
  next: boolean;
  /** Whether Tab comes to it; arrows walk to the others. */
  stop: boolean;
  /** On which side of it a photo that is dragged would land. */
  landing: 'before' | 'after' | null;
  onDrag(key: string | null, event: DragEvent): void;
  onDragOver(key: string, event: DragEvent<HTMLElement>): void;
}

export const Card = memo(function Card({ item, place, next, stop, landing, onDrag, onDragOver }: CardProps) {
  const { key, name, state, reason } = item;
  const ref = useRef<HTMLDivElement>(null);
  const near = useNear(ref);
  const picture = useBrought(
    near,
    useCallback(() => batch.picture(item), [item]),
  );
  const words = stateWords(item, next);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements: a row of a grid; the cell in it takes the focus.
    <div
      ref={ref}
      role="row"
      aria-rowindex={place}
      className={`b-card ${state}${landing ? ` ${landing}` : ''}`}
      draggable={state === 'waiting'}
      onDragStart={(event) => onDrag(key, event)}
      onDragEnd={(event) => onDrag(null, event)}
      onDragOver={(event) => onDragOver(key, event)}
    >
      {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useKeyWithClickEvents: a cell of a grid, which has the keys. */}
      <div
        role="gridcell"
        className="b-cell"
        data-key={key}
        tabIndex={stop ? 0 : -1}
        title={state === 'done' ? `Open ${name}` : undefined}
        onClick={state === 'done' ? () => void batch.open(key) : undefined}
      >
        <div className="b-pic" aria-hidden="true">
          <Inside item={item} near={near} picture={picture} />
        </div>
        <span className="b-name" title={name}>
          {name}
        </span>
        {reason === null ? (
          <>
            <span className="b-strokes num">{item.strokes !== null && `${item.strokes} strokes`}</span>
            <span className="b-seconds num">{item.seconds !== null && spoken(item.seconds)}</span>
          </>
        ) : (
          <span className="b-note vh">{reason}</span>
        )}
        <span className="b-state num">
          {state === 'done' && <Check {...SMALL} />}
          {state === 'failed' && <TriangleAlert {...SMALL} />}
          {state === 'running' ? <TimeLeft words={words} /> : words}
        </span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: a cell with buttons, which take the focus. */}
      <div role="gridcell" className="b-acts">
        <Acts item={item} stop={stop} />
      </div>
    </div>
  );
});

/** What can be done with a photo, besides opening it. */
function Acts({ item: { key, name, state }, stop }: { item: BatchItem; stop: boolean }) {
  const tabIndex = stop ? 0 : -1;
  if (state === 'failed' || state === 'cancelled') {
    const label = state === 'failed' ? 'Retry' : 'Draw it';
    return (
      <button
        type="button"
        className="btn bare b-act"
        tabIndex={tabIndex}
        aria-label={`${label}: ${name}`}
        onClick={() => batch.retry([key])}
      >
        <RotateCcw {...SMALL} />
        {label}
      </button>
    );
  }
  if (state === 'done') return null;
  return (
    <button
      type="button"
      className="ib b-cancel"
      tabIndex={tabIndex}
      aria-label={`Leave ${name} out`}
      title="Leave it out (Delete)"
      onClick={() => batch.cancel(key)}
    >
      <X {...SMALL} />
    </button>
  );
}

function Inside({ item, near, picture }: { item: BatchItem; near: boolean; picture: Picture | null }) {
  if (item.state === 'done') return <Drawn item={item} near={near} picture={picture} />;
  if (item.state === 'running') return <Moving picture={picture} itemKey={item.key} />;
  if (item.state === 'failed')
    return (
      <span className="b-why">
        <ImageOff {...ICON} size={28} />
        <span>{item.reason}</span>
      </span>
    );
  return picture && <img className="b-photo" src={picture.url} alt="" draggable={false} />;
}

function Drawn({ item, near, picture }: { item: BatchItem; near: boolean; picture: Picture | null }) {
  const drawing = useBrought(
    near,
    useCallback(() => batch.drawing(item), [item]),
  );
  const lines = useMemo(() => {
    if (!drawing) return null;
    const { width, height } = drawing.photo;
    const strokes = visibleStrokes(drawing);
    return { strokes, width, height, corner: freeCorner({ strokes, width, height }) };
  }, [drawing]);
  return (
    lines && (
      <>
        <Drawing strokes={lines.strokes} width={lines.width} height={lines.height} least={0.7} />
        <Inset picture={picture} corner={lines.corner} />
      </>
    )
  );
}

/** The strokes of the photo under way: blue while they move, ink where they rest. */
function Moving({ picture, itemKey }: { picture: Picture | null; itemKey: string }) {
  const live = useStore((state) => (state.batch?.live?.key === itemKey ? state.batch.live : null));
  const strokes = useMemo(
    () =>
      live?.strokes.map((stroke) => ({ ...stroke, color: live.moving.has(stroke.id) ? 'var(--wet)' : 'var(--ink)' })) ??
      [],
    [live],
  );
  return (
    <>
      {picture && (
        <>
          {!strokes.length && <img className="b-photo" src={picture.url} alt="" draggable={false} />}
          <Drawing strokes={strokes} width={picture.width} height={picture.height} least={0.7} />
        </>
      )}
      {strokes.length > 0 && <Inset picture={picture} />}
      <i className="b-progress" style={{ transform: `scaleX(${Math.min(0.99, live?.progress ?? 0)})` }} />
    </>
  );
}

function Inset({ picture, corner = 'bottom-left' }: { picture: Picture | null; corner?: Corner }) {
  return picture && <img className={`b-inset ${corner}`} src={picture.url} alt="" draggable={false} />;
}

function TimeLeft({ words }: { words: string }) {
  const seconds = useStore(({ batch }) => {
    const left = batch?.live?.secondsLeft ?? null;
    return left === null ? null : Math.round(left);
  });
  return seconds === null || seconds < 1 ? words : `${spoken(seconds)} left`;
}
