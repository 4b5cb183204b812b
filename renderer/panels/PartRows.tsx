/** The mask's separate subjects, where there are several: each small, with its share of the photo and a switch. */

import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { litBy } from './lit.ts';
import { ShareRows } from './ShareRows.tsx';
import { Thumb } from './Thumb.tsx';
import { shareWords } from './words.ts';

export function PartRows() {
  const parts = useStore((state) => state.parts);
  // Regions that are drawn have their own rows, which count instead.
  const regions = useStore((state) => state.regions?.list.filter(({ on }) => on).length ?? 0);
  if (parts.length < 2) return null;
  return (
    <>
      <ul className="p-parts" aria-label="Subjects">
        {parts.map((part, i) => (
          <li key={part.url}>
            <button
              type="button"
              role="switch"
              aria-checked={part.on}
              aria-label={`Subject ${i + 1}, ${shareWords(part.share)}`}
              className="c-row c-switch"
              {...litBy(part.url)}
              onClick={() => void app.parts.toggle(i)}
            >
              <Thumb piece={part} />
              <span className="p-part">
                <b>Subject {i + 1}</b>
                <small>{part.on ? shareWords(part.share) : 'Left out'}</small>
              </span>
              <i aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      {regions < 2 && (
        <ShareRows pieces={parts} kind="Subject" onGive={(index, strokes) => app.parts.give(index, strokes)} />
      )}
    </>
  );
}
