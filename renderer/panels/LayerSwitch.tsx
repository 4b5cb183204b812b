/** Shows a layer on the sheet, or hides it, from the panel that tells of it. */

import { Switch } from '../controls/Switch.tsx';
import { type LayerName, withLayer } from '../state/layers.ts';
import { useStore } from '../state/store.ts';

export function LayerSwitch({ name }: { name: LayerName }) {
  const shown = useStore((state) => state.layers[name].shown);
  return (
    <Switch
      label="Show on the sheet"
      checked={shown}
      onChange={(next) => useStore.setState(({ layers }) => ({ layers: withLayer(layers, name, { shown: next }) }))}
    />
  );
}
