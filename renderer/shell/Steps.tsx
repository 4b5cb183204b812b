/**
 * Undo and redo, and the list of steps that hangs under them: by a long or a right press on Undo, by Alt ArrowDown
 * there, by the small arrow beside it, or by the command.
 */

import { ChevronDown, Redo2, Undo2 } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useRef } from 'react';
import { stepsNow } from '../state/cutting.ts';
import { useStore } from '../state/store.ts';
import { HistoryList } from './HistoryList.tsx';
import { IconButton } from './IconButton.tsx';

/** Milliseconds that make a press a long one. */
const LONG = 500;

const open = () => useStore.setState({ historyShown: true });

export function Steps() {
  const undoable = useStore((state) => stepsNow(state).undoable);
  const redoable = useStore((state) => stepsNow(state).redoable);
  const shown = useStore((state) => state.historyShown);
  return (
    <span className="steps">
      <LongPress>
        <IconButton
          label="Undo"
          title={undoable === null ? 'Nothing to undo' : `Undo: ${undoable} (Ctrl Z). Hold for the history.`}
          icon={Undo2}
          command="edit.undo"
          disabled={undoable === null}
        />
      </LongPress>
      <button
        type="button"
        className="ib slim"
        aria-label="History"
        title="History"
        aria-haspopup="listbox"
        aria-expanded={shown}
        aria-controls={shown ? 'history' : undefined}
        onClick={() => useStore.setState({ historyShown: !shown })}
        // The list closes when it loses the focus: pressing here would open it again.
        onPointerDown={(event) => shown && event.preventDefault()}
      >
        <ChevronDown size={14} aria-hidden="true" />
      </button>
      <IconButton
        label="Redo"
        title={redoable === null ? 'Nothing to redo' : `Redo: ${redoable} (Ctrl Shift Z)`}
        icon={Redo2}
        command="edit.redo"
        disabled={redoable === null}
      />
      {shown && <HistoryList />}
    </span>
  );
}

/** Opens the history when what it holds is pressed for long, or otherwise asked for it; a long press does not click. */
function LongPress({ children }: { children: React.ReactNode }) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const held = useRef(false);
  const end = () => clearTimeout(timer.current);
  const down = () => {
    end();
    held.current = false;
    timer.current = setTimeout(() => {
      held.current = true;
      open();
    }, LONG);
  };
  const swallow = (event: MouseEvent) => {
    if (held.current) event.stopPropagation();
    held.current = false;
  };
  const asked = (event: MouseEvent | KeyboardEvent) => {
    if ('key' in event && !(event.altKey && event.key === 'ArrowDown')) return;
    event.preventDefault();
    end();
    open();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button within has the keys and the name; this only hears how it is pressed.
    <span
      onPointerDown={down}
      onPointerUp={end}
      onPointerLeave={end}
      onClickCapture={swallow}
      onContextMenu={asked}
      onKeyDown={asked}
    >
      {children}
    </span>
  );
}
