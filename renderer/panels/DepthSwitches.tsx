/** What nearness does to the next sketch: three switches, off unless a person wants them. */

import { DEPTH_USES, type DepthUse } from '../../main/jobs/guide-wish.ts';
import { Switch } from '../controls/Switch.tsx';
import { useStore } from '../state/store.ts';

const LABELS: Record<DepthUse, string> = {
  width: 'Nearer is bolder',
  order: 'Nearer first',
  outline: 'Outline where depth breaks',
};
const NONE: readonly DepthUse[] = [];

export function DepthSwitches() {
  const uses = useStore(({ settings }) => settings.byDepth ?? NONE);
  return DEPTH_USES.map((use) => (
    <Switch key={use} label={LABELS[use]} checked={uses.includes(use)} onChange={(on) => setUse(use, on)} />
  ));
}

/** Settings without any use do not speak of depth, as those of older files do not. */
function setUse(use: DepthUse, on: boolean): void {
  const { byDepth = [], ...settings } = useStore.getState().settings;
  const uses = DEPTH_USES.filter((one) => (one === use ? on : byDepth.includes(one)));
  useStore.setState({ settings: uses.length ? { ...settings, byDepth: uses } : settings });
}
