/** The page before a photo: what to do, a specimen whose ruler can be played with, what was open lately. */

import { useEffect, useMemo, useState } from 'react';
import { run } from '../commands/table.ts';
import { BarSlider } from '../ruler/BarSlider.tsx';
import { type Bar, Bars } from '../ruler/Bars.tsx';
import { useRuler } from '../ruler/use-ruler.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';
import { SPECIMEN } from './specimen.ts';

const WORTH = [1, 0.9, 0.82, 0.73, 0.6, 0.56, 0.51, 0.48, 0.44, 0.41, 0.38, 0.36, 0.34, 0.32, 0.3, 0.28];

export function Empty() {
  return (
    <main className="stage" data-region="canvas" aria-label="Start">
      <Recover />
      <section className="hero" aria-label="Drop a photo">
        <div className="words">
          <h1>Drop a photo</h1>
          <p>Watch it become a drawing of a few strokes. It all happens on this computer.</p>
          <div className="acts">
            <button type="button" className="btn big primary" onClick={() => run('file.open')}>
              Open a photo…
            </button>
            <span>or paste one</span>
          </div>
        </div>
        <Demo />
        <span className="crop" aria-hidden>
          <i />
          <i />
          <i />
          <i />
        </span>
      </section>
      <Recent />
    </main>
  );
}

function Demo() {
  const [shown, setShown] = useState(SPECIMEN.length);
  const bars = useMemo(
    () => WORTH.map((height, i): Bar => ({ id: `${i}`, height, look: i < shown ? 'on' : 'off' })),
    [shown],
  );
  const nothing = () => {};
  const { pointers, onKeyDown } = useRuler({
    ...{ now: shown, count: SPECIMEN.length, most: SPECIMEN.length, presets: [4, 8, 16] },
    ...{ begin: nothing, move: setShown, end: nothing, cancel: nothing },
  });
  const words = `${shown} ${shown === 1 ? 'stroke' : 'strokes'}`;
  return (
    <figure className="demo">
      <svg viewBox="6 4 242 250" role="img" aria-label={`A rooster of ${words}`}>
        {SPECIMEN.slice(0, shown).map((path) => (
          <path key={path} d={path} />
        ))}
      </svg>
      <figcaption className="ruler num" {...pointers}>
        <BarSlider
          label="Strokes of the specimen"
          least={1}
          most={SPECIMEN.length}
          now={shown}
          said={words}
          onKeyDown={onKeyDown}
        >
          <Bars bars={bars} current={shown} said={words} />
        </BarSlider>
      </figcaption>
    </figure>
  );
}

function Recent() {
  const recent = useStore((state) => state.recent);
  if (!recent.length) return null;
  return (
    <section className="below" aria-label="Recent">
      <h2>Recent</h2>
      <div className="recent">
        {recent.slice(0, 7).map(({ id, name, strokes, drawing, when }) => (
          <button key={id} type="button" title={name} onClick={() => void app.files.openFromHost(id)}>
            <img alt="" src={`data:image/svg+xml,${encodeURIComponent(drawing)}`} />
            <span>{name.replace(/\.lineament$/i, '')}</span>
            <span>
              {strokes} strokes, {new Date(when).toLocaleDateString()}
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}

function Recover() {
  const recoverable = useStore((state) => state.recoverable);
  const first = recoverable[0]?.name;
  useEffect(() => {
    if (first !== undefined) announce(keptWords(first));
  }, [first]);
  return recoverable.map(({ key, name }) => (
    <div key={key} className="recover">
      <span>{keptWords(name)}</span>
      <button type="button" className="btn" onClick={() => void app.files.recover(key)}>
        Open it
      </button>
      <button type="button" className="btn quiet" onClick={() => void app.files.throwAway(key)}>
        Throw it away
      </button>
    </div>
  ));
}

function keptWords(name: string): string {
  return `Lineament closed unexpectedly. "${name}" was kept.`;
}
