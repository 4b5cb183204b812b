/**
 * Everything that can be done or gone to, by its name: type, arrows choose, Enter does it. What cannot be done now
 * stays, with the reason.
 */

import { type KeyboardEvent, useMemo, useState } from 'react';
import { useStore } from '../state/store.ts';
import { type Entry, entriesOf } from './entries.ts';
import { keyWords } from './key-words.ts';
import { Overlay } from './Overlay.tsx';
import { search } from './search.ts';

export function Palette() {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  // Of all that the entries speak of, only these change while the palette is open.
  const document = useStore((state) => state.document);
  const running = useStore((state) => state.job !== null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are read from the store, when these say that they changed.
  const entries = useMemo(() => entriesOf(useStore.getState()), [document, running]);
  const groups = useMemo(() => grouped(search(entries, query)), [entries, query]);
  const found = groups.flatMap(([, members]) => members);
  const at = Math.min(chosen, found.length - 1);
  const press = (entry: Entry | undefined) => {
    if (!entry || entry.reason !== null) return;
    useStore.setState({ dialog: null });
    // Once the focus is back where it was: a dialog that comes next is to bring it there too.
    queueMicrotask(() => entry.run());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by && found.length) setChosen((at + by + found.length) % found.length);
    else if (event.key === 'Enter') press(found[at]);
    else return;
    event.preventDefault();
  };
  const row = (entry: Entry) => {
    const isChosen = entry === found[at];
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's, which names the chosen row.
      <div
        key={entry.id}
        id={`palette-${entry.id}`}
        ref={(element) => {
          if (isChosen) element?.scrollIntoView({ block: 'nearest' });
        }}
        role="option"
        tabIndex={-1}
        aria-selected={isChosen}
        aria-disabled={entry.reason !== null}
        onPointerMove={() => setChosen(found.indexOf(entry))}
        onClick={() => press(entry)}
      >
        {entry.label}
        <small>{entry.reason ?? entry.about}</small>
        {entry.keys[0] && <kbd>{keyWords(entry.keys[0])}</kbd>}
      </div>
    );
  };
  return (
    <Overlay label="Commands" className="palette">
      <input
        role="combobox"
        aria-label="Command"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found[at] ? `palette-${found[at].id}` : undefined}
        placeholder="What to do"
        value={query}
        onChange={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      {!found.length && <p className="none">Nothing is called that. Try another word.</p>}
      <div id="palette-list" role="listbox" aria-label="Commands">
        {groups.map(([group, members]) => (
          // biome-ignore lint/a11y/useSemanticElements: the options of a listbox are grouped by this role alone.
          <div key={group} role="group" aria-label={group}>
            <div className="group" aria-hidden="true">
              {group}
            </div>
            {members.map(row)}
          </div>
        ))}
      </div>
    </Overlay>
  );
}

/** Entries by their groups: the group of the best comes first. */
function grouped(entries: readonly Entry[]): [string, Entry[]][] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return [...groups];
}
