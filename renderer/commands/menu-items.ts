/** Commands as the rows of a menu: their words, their keys, and why they cannot be done now. */

import type { MenuItem } from '../controls/Menu.tsx';
import { useStore } from '../state/store.ts';
import { keyWords } from './key-words.ts';
import { commandOf, run } from './table.ts';

/** Rows in groups of command ids; a line parts the groups. */
export function menuItems(groups: readonly (readonly string[])[]): MenuItem[] {
  const state = useStore.getState();
  return groups.flatMap((ids, group) =>
    ids.flatMap((id, i): MenuItem[] => {
      const command = commandOf(id);
      if (!command) return [];
      const reason = command.unavailable(state);
      const { label } = command;
      const keys = command.keys.slice(0, 1).map((written) => keyWords(written));
      return [
        { label, keys: keys[0], reason, disabled: reason !== null, apart: group > 0 && i === 0, run: () => run(id) },
      ];
    }),
  );
}
