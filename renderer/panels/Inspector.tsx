/** The selected strokes: their look and what can be done with them. Values that differ among them show "–". */

import { Copy, Eye, EyeOff, Lock, LockOpen, Trash2 } from 'lucide-react';
import type { DocumentStroke } from '../../main/contract.ts';
import { keyWords } from '../commands/key-words.ts';
import { commandOf, run } from '../commands/table.ts';
import { NumberField } from '../controls/NumberField.tsx';
import type { LineamentDocument } from '../document/document.ts';
import { setStyle } from '../document/edits.ts';
import { placeStrokes } from '../document/place.ts';
import { curveCount } from '../geometry/chain.ts';
import { changeStyle } from '../tools/restyle.ts';
import { LookRows } from './LookRows.tsx';
import { NodeSection } from './NodeSection.tsx';
import { useGesture } from './use-gesture.ts';

interface InspectorProps {
  document: LineamentDocument;
  /** At least one. */
  strokes: readonly DocumentStroke[];
}

export function Inspector({ document, strokes }: InspectorProps) {
  const ids = strokes.map(({ id }) => id);
  const width = useGesture('Line width');
  const opacity = useGesture('Opacity');
  const order = useGesture('Reorder');
  const [first] = strokes;
  const one = strokes.length === 1 && first ? first : null;
  const number = one ? document.strokes.indexOf(one) + 1 : 0;
  const side = Math.max(document.photo.width, document.photo.height);
  return (
    <section className="p-inspector c-form" aria-label={one ? 'Selected stroke' : 'Selected strokes'}>
      <div className="p-inspector-head">
        <b>{one ? `Stroke ${number}` : `${strokes.length} strokes`}</b>
        <small>{one ? `${curveCount(one.points) + 1} nodes` : ''}</small>
        <Actions strokes={strokes} />
      </div>
      <NodeSection reach={side} />
      <LookRows
        strokes={strokes}
        side={side}
        onWidth={(value) => width.preview((from) => setStyle(from, ids, { width: value }))}
        onWidthEnd={width.end}
        onColour={(color) => changeStyle('Colour', ids, { color })}
        onOpacity={(value) => opacity.preview((from) => setStyle(from, ids, { opacity: value }))}
        onOpacityEnd={opacity.end}
      >
        <NumberField
          {...{ label: 'Order', inside: 'Order', unit: `of ${document.strokes.length}` }}
          {...{ min: 1, max: document.strokes.length, step: 1 }}
          value={one ? number : null}
          onChange={(place) => order.preview((from) => placedAt(from, ids, place))}
          onEnd={order.end}
        />
      </LookRows>
    </section>
  );
}

/** The document with the strokes in that place of its order, from one. */
function placedAt(document: LineamentDocument, ids: readonly string[], place: number): LineamentDocument {
  const chosen = new Set(ids);
  const others = document.strokes.filter(({ id }) => !chosen.has(id));
  const next = others[place - 1];
  return placeStrokes(document, ids, next ? document.strokes.indexOf(next) : document.strokes.length);
}

/** What can be done with the selection, by the same commands as the keys. */
function Actions({ strokes }: Pick<InspectorProps, 'strokes'>) {
  const locked = strokes.every((stroke) => stroke.locked);
  const hidden = strokes.every((stroke) => stroke.hidden);
  const rows = [
    { label: locked ? 'Unlock' : 'Lock', command: 'edit.lock', pressed: locked, icon: locked ? Lock : LockOpen },
    { label: hidden ? 'Show' : 'Hide', command: 'edit.hide', pressed: hidden, icon: hidden ? EyeOff : Eye },
    { label: 'Duplicate', command: 'edit.duplicate', icon: Copy },
    { label: 'Delete', command: 'edit.delete', icon: Trash2 },
  ];
  return rows.map(({ label, command, icon: Icon, pressed }) => (
    <button
      key={command}
      type="button"
      className="c-icon"
      aria-label={label}
      aria-pressed={pressed}
      title={keyWords(`${label} (${commandOf(command)!.keys[0]})`)}
      onClick={() => run(command)}
    >
      <Icon size={15} aria-hidden="true" />
    </button>
  ));
}
