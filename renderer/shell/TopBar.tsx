/** The top bar: the document's name, undo and redo, the ways of looking, zoom, layers, commands, shortcuts. */

import { CircleQuestionMark, Command, Settings } from 'lucide-react';
import { BackToBatch } from '../batch/BackToBatch.tsx';
import { keyWords } from '../commands/key-words.ts';
import { menuItems } from '../commands/menu-items.ts';
import { run } from '../commands/table.ts';
import { Menu } from '../controls/Menu.tsx';
import { type Looking, useStore } from '../state/store.ts';
import { DocumentName } from './DocumentName.tsx';
import { IconButton } from './IconButton.tsx';
import { Mark } from './icons.tsx';
import { LayersButton } from './Layers.tsx';
import { Steps } from './Steps.tsx';

/** What the mark's menu has, in groups. */
const MENU = [
  ['file.open', 'batch.openFolder'],
  ['file.save', 'file.saveAs', 'file.export'],
  ['app.settings', 'app.models', 'app.palette', 'app.shortcuts'],
] as const;

const WAYS: readonly [Looking, string][] = [
  ['before', 'Before'],
  ['compare', 'Compare'],
  ['after', 'After'],
];

export function TopBar() {
  const name = useStore((state) => state.document?.name ?? null);
  const drawn = useStore((state) => Boolean(state.document?.strokes.length || state.job));
  return (
    <header className="top" data-region="top">
      <MarkMenu />
      <BackToBatch />
      {name === null ? <b className="word">Lineament</b> : <DocumentName name={name} />}
      {name !== null && <h1 className="vh">{name}, Lineament</h1>}
      {name !== null && (
        <>
          <span className="vr" />
          <Steps />
        </>
      )}
      {drawn && <Ways />}
      <span className="right">
        {name !== null && (
          <>
            <Zoom />
            <span className="vr" />
            <LayersButton />
          </>
        )}
        <IconButton label="Commands" title="Commands (Ctrl K)" icon={Command} command="app.palette" />
        {name === null && (
          <IconButton label="Settings" title="Settings (Ctrl ,)" icon={Settings} command="app.settings" />
        )}
        <IconButton label="Shortcuts" title="Shortcuts (?)" icon={CircleQuestionMark} command="app.shortcuts" />
      </span>
    </header>
  );
}

/** The mark, which is a menu. */
export function MarkMenu() {
  return (
    <Menu label="Lineament" className="mark" edge="left" items={() => menuItems(MENU)}>
      <Mark />
    </Menu>
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
      title={keyWords(fitted ? '100 % (Ctrl 0)' : 'Zoom to fit (Shift 1)')}
      onClick={() => run(fitted ? 'view.actualSize' : 'view.fit')}
    >
      {percent} %
    </button>
  );
}
