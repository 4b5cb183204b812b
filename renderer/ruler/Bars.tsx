/**
 * The ruler's bars, one a stroke and as high as the stroke is worth, with the knob and the line up to it. Shared by the
 * strip and the empty page's specimen; it knows no document.
 */

import { Lock } from 'lucide-react';
import { type CSSProperties, memo, type ReactNode } from 'react';
import { isNamed } from './scale.ts';

export interface Bar {
  id: string;
  /** 0..1 of the highest. */
  height: number;
  look: 'on' | 'off' | 'wet';
  locked?: boolean;
  /** Its height is of before the drawing was changed. */
  stale?: boolean;
  tip?: string;
}

interface BarsProps {
  bars: readonly Bar[];
  /** Number of the bar with the knob, from 1; 0: none. */
  current: number;
  lit?: string | null;
  /** What stands below the knob; its number by itself. */
  said?: string;
  onHover?: (id: string | null) => void;
}

export const Bars = memo(function Bars({ bars, current, lit = null, said, onHover }: BarsProps): ReactNode {
  const at = current && bars.length ? ((Math.min(current, bars.length) - 0.5) / bars.length) * 100 : 0;
  return (
    <>
      {bars.map(({ id, height, look, locked, stale, tip }, i) => {
        const number = i + 1;
        const named = isNamed(number, bars.length, current);
        const classes = `${look}${stale ? ' stale' : ''}${number === current ? ' cur' : ''}${id === lit ? ' lit' : ''}`;
        return (
          <i
            key={id}
            className={classes}
            style={{ '--h': height } as CSSProperties}
            title={tip}
            onPointerEnter={onHover && (() => onHover(id))}
            onPointerLeave={onHover && (() => onHover(null))}
          >
            {locked && <Lock size={12} aria-hidden />}
            {named && <b>{number === current ? (said ?? number) : number}</b>}
          </i>
        );
      })}
      {current > 0 && (
        <>
          <s className="fill" style={{ width: `${at}%` }} />
          <u className="knob" style={{ left: `${at}%` }} />
        </>
      )}
    </>
  );
});
