/** The top bar: the document's name, undo and redo, the ways of looking, zoom, layers, commands, shortcuts. */

import { CircleQuestionMark, Command, Layers, Redo2, Undo2 } from 'lucide-react';
import { run } from '../commands/table.ts';
import { PressToType } from '../controls/PressToType.tsx';
import { app } from '../state/app.ts';
import { type Looking, useStore } from '../state/store.ts';
import { IconButton } from './IconButton.tsx';
import { Mark } from './icons.tsx';

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
            <IconButton
              label="Show the photo under the strokes"
              title="Show the photo under the strokes (L)"
              icon={Layers}
              command="view.layers"
              pressed={photoShown}
            />
          </>
        )}
        <IconButton label="Commands" title="Commands (Ctrl K)" icon={Command} command="app.palette" />
        <IconButton label="Shortcuts" title="Shortcuts (?)" icon={CircleQuestionMark} command="app.shortcuts" />
      </span>
    </header>
  );
}

function Name({ name }: { name: string }) {
  const edited = useStore((state) => state.edited);
  const take = (text: string) => {
    const next = text.trim().slice(0, 120);
    if (next && next !== name) app.change('Rename', (document) => ({ ...document, name: next }));
  };
  const title = edited ? 'Rename. There are unsaved changes.' : 'Rename';
  return (
    <PressToType label="Name" title={title} value={name} className="doc" onText={take}>
      {name}
      {edited && <span aria-hidden> •</span>}
    </PressToType>
  );
}

function Steps() {
  const undoable = useStore((state) => state.undoable);
  const redoable = useStore((state) => state.redoable);
  return (
    <>
      <span className="vr" />
      <IconButton
        label="Undo"
        title={undoable === null ? 'Nothing to undo' : `Undo: ${undoable} (Ctrl Z)`}
        icon={Undo2}
        command="edit.undo"
        disabled={undoable === null}
      />
      <IconButton
        label="Redo"
        title={redoable === null ? 'Nothing to redo' : `Redo: ${redoable} (Ctrl Shift Z)`}
        icon={Redo2}
        command="edit.redo"
        disabled={redoable === null}
      />
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
