/**
 * The active node in numbers: its kind, its place, its handles' lengths and angles; each is typed, keyed, or dragged by
 * its name. The node may be of a stroke that the engine moves: then it stays where it is put.
 */

import { NumberField } from '../controls/NumberField.tsx';
import { onRadioKey } from '../controls/radio-keys.ts';
import { fromPolar, polar } from '../geometry/angles.ts';
import type { Chain } from '../geometry/chain.ts';
import { type HandleSide, moveHandle, moveNode, type NodeKind, nodesOf, retractedSpot } from '../geometry/nodes.ts';
import { NodeIcon } from '../shell/icons.tsx';
import { makeNode } from '../tools/node-keys.ts';
import type { SheetStroke } from '../tools/on-sheet.ts';
import { useGrasp } from './use-grasp.ts';

const KINDS: readonly { kind: NodeKind; label: string; key: string }[] = [
  { kind: 'corner', label: 'Corner', key: '1' },
  { kind: 'smooth', label: 'Smooth', key: '2' },
  { kind: 'symmetric', label: 'Symmetric', key: '3' },
];
const SIDES: readonly { side: HandleSide; words: string; inside: string }[] = [
  { side: 'in', words: 'Handle before', inside: 'Before' },
  { side: 'out', words: 'Handle after', inside: 'After' },
];
/** Arrows go by whole px and degrees, what is typed may be a tenth. */
const FINE = { step: 1, fine: 0.1 };
/** A handle nearer to its node than this, photo px, has no direction. */
const NO_LENGTH = 1e-3;

interface NodeFieldsProps {
  stroke: SheetStroke;
  node: number;
  /** Longer side of the photo: nothing lies farther away. */
  reach: number;
}

export function NodeFields({ stroke, node, reach }: NodeFieldsProps) {
  const { points } = stroke;
  const nodes = nodesOf(points);
  const { at, kind, ...handles } = nodes[node]!;
  const place = useGrasp('Move node', stroke.id);
  const handle = useGrasp('Move handle', stroke.id);
  const put = (side: HandleSide, length: number, degrees: number): void => {
    const from = handle.from();
    handle.preview(moveHandle(from, node, side, ...fromPolar(...nodesOf(from)[node]!.at, length, degrees)));
  };
  const to = (x: number, y: number): void => place.preview(movedTo(place.from(), node, x, y));
  return (
    <fieldset className="p-node">
      <legend className="vh">{`Node ${node + 1} of ${nodes.length}`}</legend>
      {handles.in && handles.out && <Kinds kind={kind} onChange={(next) => makeNode(stroke, node, next)} />}
      <div className="p-pair">
        <NumberField
          {...{ ...FINE, min: -reach, max: 2 * reach, label: 'X', unit: 'px', inside: 'X', decimals: 1, value: at[0] }}
          onChange={(x) => to(x, at[1])}
          onEnd={place.end}
        />
        <NumberField
          {...{ ...FINE, min: -reach, max: 2 * reach, label: 'Y', unit: 'px', inside: 'Y', decimals: 1, value: at[1] }}
          onChange={(y) => to(at[0], y)}
          onEnd={place.end}
        />
      </div>
      {SIDES.map(({ side, words, inside }) => {
        const own = handles[side];
        if (!own) return null;
        const { length, degrees } = polar(...at, ...own);
        const out = length > NO_LENGTH;
        const way = out ? degrees : polar(...at, ...retractedSpot(nodes, node, side, NO_LENGTH)!).degrees;
        return (
          <div key={side} className="p-pair">
            <NumberField
              {...{ ...FINE, min: 0, max: 2 * reach, label: words, unit: 'px', inside, decimals: 1, value: length }}
              onChange={(next) => put(side, next, way)}
              onEnd={handle.end}
            />
            <NumberField
              {...{ ...FINE, min: -360, max: 720, label: `${words}, angle`, unit: '°', inside: 'Angle' }}
              value={out ? Math.round(10 * degrees) / 10 : null}
              decimals={Number.isInteger(Math.round(10 * degrees) / 10) ? 0 : 1}
              onChange={(next) => put(side, Math.max(1, length), next)}
              onEnd={handle.end}
            />
          </div>
        );
      })}
    </fieldset>
  );
}

function movedTo(points: Chain, node: number, x: number, y: number): number[] {
  return moveNode(points, node, x - points[6 * node]!, y - points[6 * node + 1]!);
}

function Kinds({ kind, onChange }: { kind: NodeKind; onChange(kind: NodeKind): void }) {
  return (
    <div className="c-segments p-kinds" role="radiogroup" aria-label="Kind of node" onKeyDown={onRadioKey}>
      {KINDS.map((one) => (
        // biome-ignore lint/a11y/useSemanticElements: a pill is drawn as a button; its group has the radio keys.
        <button
          key={one.kind}
          type="button"
          role="radio"
          aria-checked={one.kind === kind}
          aria-label={one.label}
          title={`${one.label} (${one.key})`}
          tabIndex={one.kind === kind ? 0 : -1}
          onClick={() => onChange(one.kind)}
        >
          <NodeIcon kind={one.kind} />
          {one.kind === kind && one.label}
        </button>
      ))}
    </div>
  );
}
