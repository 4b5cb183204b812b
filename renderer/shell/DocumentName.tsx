/** The document's name: a press, a double-click or F2 makes it a field; the menu beside it has its file and others. */

import { ChevronDown } from 'lucide-react';
import { menuItems } from '../commands/menu-items.ts';
import { Menu, type MenuItem } from '../controls/Menu.tsx';
import { PressToType } from '../controls/PressToType.tsx';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';

/** Characters of a name. */
const LONGEST = 120;
/** Of each kind that the menu lists. */
const LISTED = 6;

export function DocumentName({ name }: { name: string }) {
  const edited = useStore((state) => state.edited);
  const renaming = useStore((state) => state.renaming);
  const take = (text: string) => {
    const next = text.trim().slice(0, LONGEST);
    if (next && next !== name) app.change('Rename', (document) => ({ ...document, name: next }));
  };
  const title = edited ? 'Rename (F2). There are unsaved changes.' : 'Rename (F2)';
  return (
    <>
      <PressToType
        label="Name"
        title={title}
        value={name}
        className="doc"
        editing={renaming}
        onEditing={(editing) => useStore.setState({ renaming: editing })}
        onText={take}
      >
        {name}
        {edited && <span aria-hidden> •</span>}
      </PressToType>
      <Menu label="Document" className="ib slim" edge="left" items={documentItems}>
        <ChevronDown size={14} aria-hidden="true" />
      </Menu>
    </>
  );
}

/** What can be done with the document's file, what was put aside unsaved, and what was open lately. */
function documentItems(): MenuItem[] {
  const { desktop, file, recent, recoverable } = useStore.getState();
  const own = menuItems([desktop ? ['file.rename', 'file.showInFolder'] : ['file.rename'], ['file.saveAs']]);
  const aside = recoverable.slice(0, LISTED).map(({ key, name }, i) => ({
    label: `“${name}”, not saved`,
    apart: i === 0,
    run: () => void app.files.recover(key),
  }));
  const lately = recent
    .filter(({ id }) => id !== file)
    .slice(0, LISTED)
    .map(({ id, name }, i) => ({ label: name, apart: i === 0, run: () => void app.files.openFromHost(id) }));
  return [...own, ...aside, ...lately];
}
