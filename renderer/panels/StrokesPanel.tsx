/** The Strokes panel: the inspector while something is selected, and the list of all strokes. */

import './panels.css';
import './strokes.css';
import '../controls/controls.css';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { Menu } from '../controls/Menu.tsx';
import type { LineamentDocument } from '../document/document.ts';
import { leastImportant, pricesAreStale } from '../document/pricing.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { Inspector } from './Inspector.tsx';
import { LiveInspector } from './LiveInspector.tsx';
import { Section } from './Section.tsx';
import { StrokeList } from './StrokeList.tsx';
import type { StrokeOrder } from './stroke-list.ts';
import { useListed } from './use-listed.ts';

export function StrokesPanel() {
  const document = useStore((state) => state.document);
  return document ? <Strokes document={document} /> : null;
}

function Strokes({ document }: { document: LineamentDocument }) {
  const selection = useStore((state) => state.selection);
  const busy = useStore((state) => state.job !== null);
  const [order, setOrder] = useState<StrokeOrder>('importance');
  const { listed, live } = useListed(document);
  if (!listed.strokes.length) {
    return (
      <div className="p-scroll">
        <Section>
          <p className="p-hint">No strokes yet. Sketch the photo, or draw with the pen.</p>
        </Section>
      </div>
    );
  }
  const chosen = document.strokes.filter(({ id }) => selection.includes(id));
  return (
    <div className={!live && pricesAreStale(document) ? 'p-strokes stale' : 'p-strokes'}>
      {live && <LiveInspector reach={Math.max(document.photo.width, document.photo.height)} />}
      {!live && chosen.length > 0 && <Inspector document={document} strokes={chosen} />}
      <div className="p-list-head">
        <select
          aria-label="Order of the list"
          value={live ? 'drawn' : order}
          disabled={live}
          onChange={({ target }) => setOrder(target.value as StrokeOrder)}
        >
          <option value="importance">Most important first</option>
          <option value="drawn">As drawn</option>
          <option value="length">Longest first</option>
        </select>
        <span>Worth</span>
        <Menu
          label="More for strokes"
          items={[
            {
              label: 'Add strokes where something is missing',
              disabled: busy,
              run: () => void app.runs.drawMore(4),
            },
            {
              label: 'Remove the least important',
              disabled: busy || leastImportant(document.strokes) === null,
              run: () => void app.removeLeast(),
            },
            { label: 'Redraw the rest', disabled: busy, run: () => void app.runs.redrawRest() },
          ]}
        >
          <Ellipsis size={15} aria-hidden="true" />
        </Menu>
      </div>
      <StrokeList document={listed} order={live ? 'drawn' : order} fixed={live} onOrder={setOrder} />
    </div>
  );
}
