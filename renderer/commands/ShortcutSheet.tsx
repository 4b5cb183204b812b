/** All keys, from the one command table, by group and searchable. */

import { useState } from 'react';
import { keyWords } from './key-words.ts';
import { Overlay } from './Overlay.tsx';
import { search } from './search.ts';
import { commands, type Group } from './table.ts';

const GROUPS: readonly Group[] = ['Sketch', 'Tools', 'Places', 'View', 'File', 'Edit'];
const WITH_KEYS = commands.filter(({ keys }) => keys.length);

const ARROWS: Record<string, string> = { Left: '←', Right: '→', Up: '↑', Down: '↓' };
const asArrow = (key: string) => key.replace(/Arrow(\w+)/, (_, side: string) => ARROWS[side]!);

export function ShortcutSheet() {
  const [query, setQuery] = useState('');
  const found = search(WITH_KEYS, query);
  return (
    <Overlay label="Shortcuts" className="sheet-keys">
      <input
        aria-label="Find a shortcut"
        placeholder="Find a shortcut"
        value={query}
        onChange={({ currentTarget }) => setQuery(currentTarget.value)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys can scroll only what has the focus */}
      <section className="columns" aria-label="Keys" tabIndex={0}>
        {GROUPS.map((group) => {
          const rows = found.filter((command) => command.group === group);
          if (!rows.length) return null;
          return (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {rows.map(({ id, label, keys }) => (
                  <div key={id}>
                    <dt>{label}</dt>
                    <dd>
                      <kbd>{keyWords(keys.map(asArrow).join(' or '))}</kbd>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </section>
    </Overlay>
  );
}
