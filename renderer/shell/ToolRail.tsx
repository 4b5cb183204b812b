/** The tools, as a toolbar of toggle buttons: one of them is in the Tab order, arrows walk the rest. */

import {
  Eraser,
  Hand,
  Lasso,
  type LucideIcon,
  MousePointer2,
  Paintbrush,
  Pencil,
  PenTool,
  Search,
  SplinePointer,
} from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { commandOf, run } from '../commands/table.ts';
import { type Tool, useStore } from '../state/store.ts';
import { ICON } from './icons.tsx';

const TOOLS: readonly { tool: Tool; icon: LucideIcon; after?: 'line' | 'room' }[] = [
  { tool: 'select', icon: MousePointer2 },
  { tool: 'nodes', icon: SplinePointer, after: 'line' },
  { tool: 'pen', icon: PenTool },
  { tool: 'pencil', icon: Pencil },
  { tool: 'eraser', icon: Eraser, after: 'line' },
  { tool: 'detail', icon: Paintbrush },
  { tool: 'cutout', icon: Lasso, after: 'room' },
  { tool: 'hand', icon: Hand },
  { tool: 'zoom', icon: Search },
];

export function ToolRail() {
  const current = useStore((state) => state.tool);
  const [focused, setFocused] = useState<Tool>(current);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!by) return;
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
    event.preventDefault();
  };
  return (
    <nav className="rail" aria-label="Tools" data-region="tools">
      <div className="tools" role="toolbar" aria-label="Tools" aria-orientation="vertical" onKeyDown={onKeyDown}>
        {TOOLS.map(({ tool, icon: Icon, after }) => {
          const { id, label, keys } = commandOf(`tool.${tool}`)!;
          return [
            <button
              key={tool}
              type="button"
              className="tool"
              aria-label={label}
              aria-pressed={tool === current}
              title={`${label} (${keys[0]})`}
              tabIndex={tool === focused ? 0 : -1}
              onFocus={() => setFocused(tool)}
              onClick={() => run(id)}
            >
              <Icon {...ICON} />
            </button>,
            after === 'line' && <hr key={`${tool} line`} />,
            after === 'room' && <span key={`${tool} room`} className="grow" />,
          ];
        })}
      </div>
    </nav>
  );
}
