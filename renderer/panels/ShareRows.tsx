/** How many strokes each piece that is drawn gets, where there are several. */

import { ValueField } from '../controls/ValueField.tsx';
import { MOST } from '../ruler/scale.ts';
import type { PieceShown } from '../state/parts.ts';
import { useStore } from '../state/store.ts';
import { Thumb } from './Thumb.tsx';

interface ShareRowsProps {
  pieces: readonly PieceShown[];
  /** "Subject", "Region": a piece is called by it and its number. */
  kind: string;
  onGive(index: number, strokes: number): void;
}

export function ShareRows({ pieces, kind, onGive }: ShareRowsProps) {
  const all = useStore((state) => state.settings.strokes);
  const drawn = pieces.flatMap((piece, index) => (piece.on ? [{ piece, index }] : []));
  if (drawn.length < 2) return null;
  const given = drawn.reduce((sum, { piece }) => sum + piece.strokes, 0);
  return (
    <>
      <ul className="p-shares" aria-label={`Strokes for each ${kind.toLowerCase()}`}>
        {drawn.map(({ piece, index }) => (
          <li key={piece.url} className="c-row">
            <Thumb piece={piece} />
            <span className="c-label">{`${kind} ${index + 1}`}</span>
            <ValueField
              label={`Strokes for ${kind.toLowerCase()} ${index + 1}`}
              value={piece.strokes}
              text={piece.strokes ? String(piece.strokes) : 'Auto'}
              min={0}
              max={MOST}
              step={1}
              onChange={(strokes) => onGive(index, strokes)}
            />
          </li>
        ))}
      </ul>
      {given > 0 && <p className="p-hint">{shareNote(given, all)}</p>}
    </>
  );
}

/** Where the strokes go. */
export function shareNote(given: number, all: number): string {
  if (given > all) return `${given} strokes are given, but ${all} are drawn: each gets its part of those.`;
  if (given === all) return `All ${all} strokes are given.`;
  return `${given} of ${all} strokes are given. The others go to what has none.`;
}
