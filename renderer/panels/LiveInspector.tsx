/** What is selected of a sketch that runs: its look, its nodes, and whether the engine still moves it. */

import { Copy, Pin, Trash2 } from 'lucide-react';
import { keyWords } from '../commands/key-words.ts';
import { commandOf, run } from '../commands/table.ts';
import { useStore } from '../state/store.ts';
import { changeCourses, unpin } from '../tools/grasp.ts';
import { isLive, type SheetStroke, strokesOnSheet } from '../tools/on-sheet.ts';
import { changeStyle } from '../tools/restyle.ts';
import { LookRows } from './LookRows.tsx';
import { NodeSection } from './NodeSection.tsx';
import { useLiveLook } from './use-live-look.ts';

const COMMANDS = [
  { label: 'Duplicate', command: 'edit.duplicate', icon: Copy },
  { label: 'Delete', command: 'edit.delete', icon: Trash2 },
];

/** @param reach longer side of the photo, photo px */
export function LiveInspector({ reach }: { reach: number }) {
  const width = useLiveLook('Line width');
  const opacity = useLiveLook('Opacity');
  const selection = useStore((state) => state.selection);
  const latest = useStore((state) => state.job?.latest);
  if (!latest || !isLive()) return null;
  const onSheet = strokesOnSheet();
  const strokes = onSheet.filter(({ id }) => selection.includes(id));
  const [first] = strokes;
  if (!first) return null;
  const one = strokes.length === 1;
  const ids = strokes.map(({ id }) => id);
  const pinned = latest.strokes.every((stroke) => stroke.pinned || !ids.includes(stroke.id));
  return (
    <section className="p-inspector c-form" aria-label={one ? 'Selected stroke' : 'Selected strokes'}>
      <div className="p-inspector-head">
        <b>{one ? `Stroke ${onSheet.indexOf(first) + 1}` : `${strokes.length} strokes`}</b>
        <small>{pinned ? 'Pinned' : 'On the way'}</small>
        <button
          type="button"
          className="c-icon"
          aria-label="Pin"
          aria-pressed={pinned}
          title={pinned ? 'Let it go' : 'Pin it where it is'}
          onClick={() => setPinned(strokes, !pinned)}
        >
          <Pin size={15} aria-hidden="true" />
        </button>
        {COMMANDS.map(({ label, command, icon: Icon }) => (
          <button
            key={command}
            type="button"
            className="c-icon"
            aria-label={label}
            title={keyWords(`${label} (${commandOf(command)!.keys[0]})`)}
            onClick={() => run(command)}
          >
            <Icon size={15} aria-hidden="true" />
          </button>
        ))}
      </div>
      <NodeSection reach={reach} />
      <LookRows
        strokes={strokes}
        side={reach}
        onWidth={(value) => width.preview(ids, { width: value })}
        onWidthEnd={width.end}
        onColour={(color) => changeStyle('Colour', ids, { color })}
        onOpacity={(value) => opacity.preview(ids, { opacity: value })}
        onOpacityEnd={opacity.end}
      />
    </section>
  );
}

/** Keeps strokes where they are, or lets them move again. */
function setPinned(strokes: readonly SheetStroke[], pinned: boolean): void {
  if (pinned) changeCourses('Pin strokes', new Map(strokes.map(({ id, points }) => [id, [points]])));
  else unpin(strokes.map(({ id }) => id));
}
