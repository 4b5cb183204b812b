/**
 * Everything that was found in the photo, as a grid: a press draws that region alone; with Shift, or set to it, the press
 * joins it to what is drawn or takes it out again.
 */

import { useState } from 'react';
import { Segments } from '../controls/Segments.tsx';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { litBy } from './lit.ts';
import { ShareRows } from './ShareRows.tsx';
import { Thumb } from './Thumb.tsx';
import { shareWords } from './words.ts';

const WAYS = [
  { value: 'alone', label: 'Alone' },
  { value: 'join', label: 'Joined' },
] as const;

export function RegionGrid() {
  const regions = useStore((state) => state.regions);
  const [way, setWay] = useState<'alone' | 'join'>('alone');
  if (!regions) return null;
  if (!regions.list.length)
    return <p className="p-hint">{regions.looking ? 'Looking for everything…' : 'Nothing stands out by itself.'}</p>;
  return (
    <>
      <Segments label="A press draws it" value={way} options={WAYS} onChange={(next) => setWay(next)} />
      <ul className="p-regions" aria-label="Everything in the photo" aria-busy={regions.looking}>
        {regions.list.map((region, i) => (
          <li key={region.url}>
            <button
              type="button"
              className="p-region"
              aria-pressed={region.on}
              {...litBy(region.url)}
              aria-label={`Region ${i + 1}, ${shareWords(region.share)}`}
              title={`${shareWords(region.share)}. Shift joins it.`}
              onClick={({ shiftKey }) => void app.regions.choose(i, (way === 'join') !== shiftKey)}
            >
              <Thumb piece={region} />
            </button>
          </li>
        ))}
      </ul>
      <ShareRows pieces={regions.list} kind="Region" onGive={(index, strokes) => app.regions.give(index, strokes)} />
    </>
  );
}
