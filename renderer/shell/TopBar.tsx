/** The top bar: the document's name, undo and redo, the ways of looking, zoom, layers, commands, shortcuts. */

import { CircleQuestionMark, Command, Layers, Redo2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { run } from '../commands/table.ts';
import { app } from '../state/app.ts';
import { type Looking, useStore } from '../state/store.ts';
import { ICON, Mark } from './icons.tsx';

const WAYS: readonly [Looking, string][] = [
  ['before', 'Before'],
  ['compare', 'Compare'],
  ['after', 'After'],
];

export function TopBar() {
  const name = useStore((state) => state.document?.name ?? null);
  const drawn = useStore((state) => Boolean(state.document?.strokes.length || state.job));
  const photoShown = useStore((state) => state.layers.photo > 0);
  return (
    <header className="top" data-region="top">
      <button
        type="button"
        className="mark"
        aria-label="Open another photo"
        title="Open… (Ctrl O)"
        onClick={() => run('file.open')}
      >
        <Mark />
      </button>
      {name === null ? <b className="word">Lineament</b> : <Name key={name} name={name} />}
      {name !== null && <h1 className="vh">{name}, Lineament</h1>}
      {name !== null && <Steps />}
      {drawn && <Ways />}
      <span className="right">
        {name !== null && (
          <>
            <Zoom />
            <span className="vr" />
            <button
              type="button"
              className={`ib${photoShown ? ' on' : ''}`}
              aria-pressed={photoShown}
              aria-label="Show the photo under the strokes"
              title="Show the photo under the strokes (L)"
              onClick={() => run('view.layers')}
            >
              <Layers {...ICON} />
            </button>
          </>
        )}
        <button
          type="button"
          className="ib"
          aria-label="Commands"
          title="Commands (Ctrl K)"
          onClick={() => run('app.palette')}
        >
          <Command {...ICON} />
        </button>
        <button
          type="button"
          className="ib"
          aria-label="Shortcuts"
          title="Shortcuts (?)"
          onClick={() => run('app.shortcuts')}
        >
          <CircleQuestionMark {...ICON} />
        </button>
      </span>
    </header>
  );
}

function Name({ name }: { name: string }) {
  const [editing, setEditing] = useState(false);
  const edited = useStore((state) => state.edited);
  const take = (text: string) => {
    setEditing(false);
    const next = text.trim().slice(0, 120);
    if (next && next !== name) app.change('Rename', (document) => ({ ...document, name: next }));
  };
  if (!editing) {
    const title = edited ? 'Rename. There are unsaved changes.' : 'Rename';
    return (
      <button type="button" className="doc" title={title} onClick={() => setEditing(true)}>
        {name}
        {edited && <span aria-hidden> •</span>}
      </button>
    );
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was just pressed.
      autoFocus
      className="doc"
      aria-label="Name"
      defaultValue={name}
      onFocus={({ currentTarget }) => currentTarget.select()}
      onBlur={({ currentTarget }) => take(currentTarget.value)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') take(currentTarget.value);
        else if (key === 'Escape') setEditing(false);
      }}
    />
  );
}

function Steps() {
  const undoable = useStore((state) => state.undoable);
  const redoable = useStore((state) => state.redoable);
  return (
    <>
      <span className="vr" />
      <button
        type="button"
        className="ib"
        aria-label="Undo"
        title={undoable === null ? 'Nothing to undo' : `Undo: ${undoable} (Ctrl Z)`}
        disabled={undoable === null}
        onClick={() => run('edit.undo')}
      >
        <Undo2 {...ICON} />
      </button>
      <button
        type="button"
        className="ib"
        aria-label="Redo"
        title={redoable === null ? 'Nothing to redo' : `Redo: ${redoable} (Ctrl Shift Z)`}
        disabled={redoable === null}
        onClick={() => run('edit.redo')}
      >
        <Redo2 {...ICON} />
      </button>
    </>
  );
}

function Ways() {
  const looking = useStore((state) => state.looking);
  return (
    <fieldset className="seg mid" aria-label="View">
      {WAYS.map(([way, label]) => (
        <button
          key={way}
          type="button"
          aria-pressed={way === looking}
          onClick={() => useStore.setState({ looking: way })}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}

function Zoom() {
  const percent = useStore((state) => Math.round(state.shownScale * 100));
  const fitted = useStore((state) => state.zoom === null);
  return (
    <button
      type="button"
      className="zoom num"
      aria-label={`Zoom ${percent} %`}
      title={fitted ? '100 % (Ctrl 0)' : 'Zoom to fit (Shift 1)'}
      onClick={() => run(fitted ? 'view.actualSize' : 'view.fit')}
    >
      {percent} %
    </button>
  );
}
