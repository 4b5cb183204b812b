/** What is done to the cut-out as a whole: larger, smaller, softer, without holes, inside out; a step each. */

import { run } from '../commands/table.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { useStore } from '../state/store.ts';

const EDITS = [
  { command: 'cutout.shrink', label: 'Shrink' },
  { command: 'cutout.grow', label: 'Grow' },
  { command: 'cutout.soften', label: 'Soften' },
] as const;

export function MaskRows() {
  const amount = useStore((state) => state.maskAmount);
  return (
    <fieldset className="p-mask" aria-label="Change the cut-out">
      <NumberField
        label="Change the edge by"
        min={1}
        max={100}
        step={1}
        unit="px"
        value={amount}
        onChange={(maskAmount) => useStore.setState({ maskAmount })}
      />
      <div className="p-acts three">
        {EDITS.map(({ command, label }) => (
          <button key={command} type="button" className="btn" onClick={() => run(command)}>
            {label}
          </button>
        ))}
      </div>
      <div className="p-acts">
        <button type="button" className="btn" onClick={() => run('cutout.fill')}>
          Fill holes
        </button>
        <button type="button" className="btn" onClick={() => run('cutout.swap')}>
          Swap in and out
        </button>
      </div>
    </fieldset>
  );
}
