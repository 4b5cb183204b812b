/**
 * The ruler of a finished drawing and of one that is yet to be asked for: how many strokes are shown, or to be drawn.
 *
 * A drag previews on the canvas and ends as one undo step. Beyond the last stroke it only asks: the slot then offers to
 * draw more, and nothing starts by itself.
 */

import { useEffect, useMemo, useRef } from 'react';
import { type LineamentDocument, mostShown, visibleStrokes } from '../document/document.ts';
import { setShown } from '../document/edits.ts';
import { pricesAreStale } from '../document/pricing.ts';
import { PRESETS } from '../panels/presets.ts';
import { app } from '../state/app.ts';
import type { Gesture } from '../state/desk.ts';
import { hover, useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';
import { BarSlider } from './BarSlider.tsx';
import { type Bar, Bars } from './Bars.tsx';
import { Numeral } from './Numeral.tsx';
import { MOST } from './scale.ts';
import { useRuler } from './use-ruler.ts';

const COUNTS = PRESETS.map(({ settings }) => settings.strokes);
const ASKED = 32;

/** Before a sketch: how many strokes to draw. */
export function AskRuler() {
  const strokes = useStore((state) => state.settings.strokes);
  const bars = useMemo(
    () =>
      Array.from({ length: ASKED }, (_, i): Bar => ({ id: `${i}`, height: 0.26, look: i < strokes ? 'on' : 'off' })),
    [strokes],
  );
  const before = useRef(strokes);
  const set = (count: number) => app.setSettings({ strokes: count });
  const { pointers, onKeyDown } = useRuler({
    ...{ now: strokes, count: ASKED, most: MOST, presets: COUNTS, move: set },
    begin: () => {
      before.current = strokes;
    },
    end: () => announce(`${useStore.getState().settings.strokes} strokes to draw`),
    cancel: () => set(before.current),
  });
  return (
    <>
      <div className="count num">
        <Numeral value={strokes} most={MOST} label="Strokes to draw" onCount={set} />
        <span>
          strokes
          <br />
          to draw
        </span>
      </div>
      <div className="ruler num" {...pointers}>
        <BarSlider
          label="Strokes to draw"
          least={1}
          most={MOST}
          now={strokes}
          said={`${strokes} strokes to draw`}
          onKeyDown={onKeyDown}
        >
          <Bars bars={bars} current={Math.min(strokes, ASKED)} said={`${strokes}`} />
        </BarSlider>
        <div className="more">
          <b>{MOST}</b>
        </div>
      </div>
      <div className="side" />
    </>
  );
}

/** After a sketch: how many of its strokes are shown. All counts here are of strokes seen, locked ones included. */
export function ShowRuler({ document }: { document: LineamentDocument }) {
  const hovered = useStore((state) => state.hovered);
  const wanted = useStore((state) => state.wanted);
  const { strokes, shown } = document;
  const locked = strokes.length - mostShown(strokes);
  const now = shown + locked;
  const most = Math.min(MOST, Math.max(strokes.length + 4, strokes.length <= 32 ? 32 : MOST));
  const bars = useBars(document);
  const gesture = useRef<Gesture | null>(null);
  // A sketch that is started by key takes the ruler away, and with it a drag.
  useEffect(() => () => gesture.current?.cancel(), []);
  const last = useRef(now);
  /** Place in the history of the step that the last count made; null: it made none. */
  const made = useRef<number | null>(null);
  const ofBar = (bar: number): number =>
    bar > strokes.length
      ? bar
      : locked + strokes.slice(0, bar).reduce((count, stroke) => count + (stroke.locked ? 0 : 1), 0);
  const move = (count: number) => {
    last.current = count;
    gesture.current?.preview((from) => setShown(from, count - locked));
    useStore.setState({ wanted: count > strokes.length ? count : null });
  };
  const close = (keep: boolean) => {
    const count = Math.min(last.current, strokes.length);
    gesture.current?.cancel();
    gesture.current = null;
    const before = app.desk.step;
    if (!keep) useStore.setState({ wanted: null });
    else if (count - locked >= 0) app.setShown(count - locked);
    made.current = app.desk.step > before ? app.desk.step : null;
  };
  const retype = () => {
    if (made.current !== null && made.current === app.desk.step) app.desk.undo();
  };
  const begin = () => {
    gesture.current = app.gesture('Show strokes');
  };
  const hands = { now: wanted ?? now, count: strokes.length, most, presets: COUNTS, ofBar };
  const { pointers, onKeyDown } = useRuler({
    ...{ ...hands, begin, move, retype },
    end: () => close(true),
    cancel: () => close(false),
  });
  const type = (count: number) => {
    begin();
    move(count);
    close(true);
  };
  const said = wordsOf(document, now);
  return (
    <>
      <div className="count num">
        <Numeral value={wanted ?? now} most={MOST} label="Strokes shown" onCount={type} />
        <span>
          of {strokes.length}
          <br />
          strokes
        </span>
      </div>
      <div className="ruler num" {...pointers}>
        <BarSlider label="Strokes shown" least={0} most={strokes.length} now={now} said={said} onKeyDown={onKeyDown}>
          <Bars
            bars={bars}
            current={wanted === null ? knobAt(document) : 0}
            said={`${now}`}
            lit={hovered}
            onHover={hover}
          />
          {wanted !== null && <s className="fill" style={{ width: '100%' }} />}
        </BarSlider>
        {most > strokes.length && (
          <div className="more">
            <span>{wanted ? `${wanted - strokes.length} more` : 'Draw more'}</span>
            <b>{most}</b>
            {wanted !== null && (
              <u className="knob" style={{ left: `${((wanted - strokes.length) / (most - strokes.length)) * 100}%` }} />
            )}
          </div>
        )}
      </div>
    </>
  );
}

function useBars({ strokes, shown, likeness }: LineamentDocument): Bar[] {
  return useMemo(() => {
    const stale = pricesAreStale({ strokes, likeness });
    const best = Math.max(1e-9, ...strokes.map(({ worth }) => worth ?? 0));
    const seen = new Set(visibleStrokes({ strokes, shown }).map(({ id }) => id));
    return strokes.map(({ id, worth, locked }, i) => ({
      id,
      height: worth === null ? 0.9 * (1 - i / (strokes.length + 4)) : Math.max(0.08, worth / best),
      look: seen.has(id) ? 'on' : 'off',
      locked,
      stale,
      tip:
        worth === null || stale
          ? `Stroke ${i + 1}`
          : `Stroke ${i + 1}. Without it, likeness falls by ${Math.max(0, worth).toFixed(1)}`,
    }));
  }, [strokes, shown, likeness]);
}

/** Number of the bar under the knob: the last that the count shows. */
function knobAt({ strokes, shown }: LineamentDocument): number {
  let free = 0;
  const at = strokes.findIndex(({ locked }) => !locked && ++free >= shown);
  return at < 0 ? strokes.length : at + 1;
}

function wordsOf({ strokes, levels, likeness }: LineamentDocument, now: number): string {
  const level = levels.find((one) => one.strokes === now)?.likeness ?? (now === strokes.length ? likeness : null);
  const words = `${now} of ${strokes.length} strokes`;
  return level === null ? words : `${words}, likeness ${Math.round(level)}`;
}
