/** The top bar while a batch is shown: how many photos, which of them to look at, and how. */

import { ChevronDown, CircleQuestionMark, Command, FolderOpen, ImagePlus, LayoutGrid, List } from 'lucide-react';
import { menuItems } from '../commands/menu-items.ts';
import { Menu } from '../controls/Menu.tsx';
import { IconButton } from '../shell/IconButton.tsx';
import { MarkMenu } from '../shell/TopBar.tsx';
import { useStore } from '../state/store.ts';
import { countsOf } from './queue.ts';
import { setBatch } from './state.ts';
import { photoWords } from './words.ts';

/** What the menu beside the count has, in groups. */
const MENU = [
  ['batch.add', 'batch.openFolder'],
  ['batch.save', 'batch.retryFailed'],
  ['batch.leave', 'batch.clear'],
] as const;

export function BatchBar() {
  const queue = useStore((state) => state.batch?.queue);
  const layout = useStore((state) => state.batch?.layout);
  const filter = useStore((state) => state.batch?.filter);
  if (!queue) return null;
  const { done, failed } = countsOf(queue);
  const title = photoWords(queue.items.length);
  const ways = [
    ['all', 'All', queue.items.length],
    ['done', 'Done', done],
    ['failed', 'Failed', failed],
  ] as const;
  return (
    <header className="top" data-region="top">
      <MarkMenu />
      <h1 className="vh">{title}, Lineament</h1>
      <Menu label={`Batch of ${title}`} className="doc b-title" edge="left" items={() => menuItems(MENU)}>
        {title}
        <ChevronDown size={14} aria-hidden="true" />
      </Menu>
      <fieldset className="seg mid" aria-label="Show">
        {ways.map(([way, label, count]) => (
          <button key={way} type="button" aria-pressed={way === filter} onClick={() => setBatch({ filter: way })}>
            {label} <span className="num">{count}</span>
          </button>
        ))}
      </fieldset>
      <span className="right">
        <IconButton label="Add photos" title="Add photos…" icon={ImagePlus} command="batch.add" />
        <IconButton
          label="Add a folder"
          title="Add the photos of a folder… (Ctrl Shift O)"
          icon={FolderOpen}
          command="batch.openFolder"
        />
        <span className="vr" />
        <IconButton label="Sheet" title="Sheet" icon={LayoutGrid} command="batch.sheet" pressed={layout === 'sheet'} />
        <IconButton label="List" title="List" icon={List} command="batch.list" pressed={layout === 'list'} />
        <span className="vr" />
        <IconButton label="Commands" title="Commands (Ctrl K)" icon={Command} command="app.palette" />
        <IconButton label="Shortcuts" title="Shortcuts (?)" icon={CircleQuestionMark} command="app.shortcuts" />
      </span>
    </header>
  );
}
