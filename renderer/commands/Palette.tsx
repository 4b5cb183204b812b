/** Every command by its name: type, arrows choose, Enter does it. What cannot be done now stays, with the reason. */

import { type KeyboardEvent, useState } from 'react';
import { useStore } from '../state/store.ts';
import { Overlay } from './Overlay.tsx';
import { searchCommands } from './search.ts';
import { type Command, commands, run } from './table.ts';

const LISTED = commands.filter(
  ({ id }) => !/^(edit\.(nudge|escape)|app\.palette|fault|engine|sketch\.wantNoMore)/.test(id),
);

export function Palette() {
  const state = useStore();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = searchCommands(LISTED, query);
  const at = Math.min(chosen, found.length - 1);
  const press = (command: Command | undefined) => {
    if (!command || command.unavailable(state) !== null) return;
    useStore.setState({ dialog: null });
    run(command.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by && found.length) setChosen((at + by + found.length) % found.length);
    else if (event.key === 'Enter') press(found[at]);
    else return;
    event.preventDefault();
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
      {!found.length && <p className="none">No command is called that. Try another word.</p>}
      <div id="palette-list" role="listbox" aria-label="Commands">
        {found.map((command, i) => {
          const reason = command.unavailable(state);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's, which names the chosen row.
            <div
              key={command.id}
              id={`palette-${command.id}`}
              ref={(element) => {
                if (i === at) element?.scrollIntoView({ block: 'nearest' });
              }}
              role="option"
              tabIndex={-1}
              aria-selected={i === at}
              aria-disabled={reason !== null}
              onPointerMove={() => setChosen(i)}
              onClick={() => press(command)}
            >
              {command.label}
              <small>{reason ?? command.group}</small>
              {command.keys[0] && <kbd>{command.keys[0]}</kbd>}
            </div>
          );
        })}
      </div>
    </Overlay>
  );
}
