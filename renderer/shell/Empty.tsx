/** The page before a photo: what to do, a specimen with a ruler to play with, what was open lately, pictures to try. */

import { useEffect, useMemo, useState } from 'react';
import { keyWords } from '../commands/key-words.ts';
import { run } from '../commands/table.ts';
import { BarSlider } from '../ruler/BarSlider.tsx';
import { type Bar, Bars } from '../ruler/Bars.tsx';
import { useRuler } from '../ruler/use-ruler.ts';
import { app } from '../state/app.ts';
import { isAside } from '../state/keeping.ts';
import { useStore } from '../state/store.ts';
import { announce, guard } from '../state/voice.ts';
import { dayWords } from './day-words.ts';
import { Notice } from './Faults.tsx';
import { SAMPLES, type SamplePicture } from './samples.ts';
import { SPECIMEN } from './specimen.ts';

const WORTH = [1, 0.9, 0.82, 0.73, 0.6, 0.56, 0.51, 0.48, 0.44, 0.41, 0.38, 0.36, 0.34, 0.32, 0.3, 0.28];

/** Recent files and sample pictures that fit side by side. */
const LISTED = 4;
const OFFERED = 3;

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
            <button type="button" className="link" title={keyWords('Ctrl V')} onClick={() => run('file.paste')}>
              or paste one
            </button>
          </div>
          <small>
            Several at once, or{' '}
            <button
              type="button"
              className="link"
              title={keyWords('Ctrl Shift O')}
              onClick={() => run('batch.openFolder')}
            >
              a folder
            </button>
            , make a batch.
          </small>
        </div>
        <Demo />
        <span className="crop" aria-hidden>
          <i />
          <i />
          <i />
          <i />
        </span>
      </section>
      <div className="below">
        <Recent />
        <Samples />
      </div>
      <Notice />
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
    <section className="lately" aria-label="Recent">
      <h2>Recent</h2>
      <div className="cards">
        {recent.slice(0, LISTED).map(({ id, name, strokes, drawing, when }) => (
          <button key={id} type="button" title={name} onClick={() => void app.files.openFromHost(id)}>
            <img alt="" src={`data:image/svg+xml,${encodeURIComponent(drawing)}`} />
            <span>{name.replace(/\.[^.]+$/, '')}</span>
            <span>
              {strokes === 0 ? 'Not drawn' : strokes === 1 ? '1 stroke' : `${strokes} strokes`}, {dayWords(when)}
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}

function Samples() {
  if (!SAMPLES.length) return null;
  return (
    <section aria-label="Or try one of these">
      <h2>Or try one of these</h2>
      <div className="cards photos">
        {SAMPLES.slice(0, OFFERED).map((sample) => (
          <button key={sample.url} type="button" title={sample.title} onClick={() => void openSample(sample)}>
            <img alt="" src={sample.url} />
            <span>{sample.label}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

/** Opens a picture that came with the page as if it had been dropped. */
async function openSample({ name, url }: SamplePicture): Promise<void> {
  await guard(async () => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${name} is not there any more: this copy of Lineament is not whole.`);
    await app.files.open([{ name, bytes: new Uint8Array(await answer.arrayBuffer()) }]);
  });
}

function Recover() {
  const recoverable = useStore((state) => state.recoverable);
  const first = recoverable[0] && keptWords(recoverable[0]);
  useEffect(() => {
    if (first) announce(first);
  }, [first]);
  return recoverable.map(({ key, name }) => (
    <div key={key} className="recover">
      <span>{keptWords({ key, name })}</span>
      <button type="button" className="btn" onClick={() => void app.files.recover(key)}>
        Open it
      </button>
      <button type="button" className="btn quiet" onClick={() => void app.files.throwAway(key)}>
        Throw it away
      </button>
    </div>
  ));
}

function keptWords({ key, name }: { key: string; name: string }): string {
  return isAside(key) ? `“${name}” was put aside and not saved.` : `Lineament closed unexpectedly. “${name}” was kept.`;
}
