/** Width, colour and opacity of some strokes, the document's or a running sketch's. Values that differ show "–". */

import { Pipette } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DocumentStroke } from '../../main/contract.ts';
import { run } from '../commands/table.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { Slider } from '../controls/Slider.tsx';
import { ColourRow } from './ColourRow.tsx';
import { common } from './stroke-list.ts';

interface LookRowsProps {
  strokes: readonly Pick<DocumentStroke, 'width' | 'color' | 'opacity'>[];
  /** Longer side of the photo, photo px. */
  side: number;
  /** Photo px. */
  onWidth(width: number): void;
  onWidthEnd?: () => void;
  onColour(color: string): void;
  /** 0..1. */
  onOpacity(opacity: number): void;
  onOpacityEnd?: () => void;
  /** What stands beside the opacity. */
  children?: ReactNode;
}

const nothing = () => {};

export function LookRows({ strokes, side, children, ...on }: LookRowsProps) {
  const step = side > 1200 ? 0.5 : 0.1;
  const opacity = common(strokes, (stroke) => stroke.opacity);
  return (
    <>
      <Slider
        label="Line width"
        min={step}
        max={Math.max(10 * step, Math.round(side / 25))}
        step={step}
        value={common(strokes, (stroke) => stroke.width)}
        words={(value) => `${value.toFixed(1)} px`}
        onChange={on.onWidth}
        onEnd={on.onWidthEnd ?? nothing}
      />
      <ColourRow value={common(strokes, (stroke) => stroke.color)} onChange={on.onColour}>
        <button
          type="button"
          className="c-icon"
          aria-label="Pick colour"
          title="Pick colour (I)"
          onClick={() => run('tool.pick')}
        >
          <Pipette size={15} aria-hidden="true" />
        </button>
      </ColourRow>
      <div className="p-pair">
        <NumberField
          {...{ label: 'Opacity', inside: 'Opacity', unit: '%', min: 0, max: 100, step: 1 }}
          value={opacity === null ? null : Math.round(opacity * 100)}
          onChange={(value) => on.onOpacity(value / 100)}
          onEnd={on.onOpacityEnd ?? nothing}
        />
        {children}
      </div>
    </>
  );
}
