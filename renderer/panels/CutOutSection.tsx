/**
 * The cut-out, in the Subject panel: how it looks, its subjects, ways to another one, and what is done to it. While its
 * tool is in hand the picture is on the sheet and not here, and what is done is done to the one under way.
 */

import '../styles/cutout.css';
import type { CSSProperties } from 'react';
import { CutOut } from '../canvas/CutOut.tsx';
import { run } from '../commands/table.ts';
import { Segments } from '../controls/Segments.tsx';
import { app } from '../state/app.ts';
import { chooseInBrowser } from '../state/browser-files.ts';
import type { Around } from '../state/layers.ts';
import { type AppState, useStore } from '../state/store.ts';
import { LayerSwitch } from './LayerSwitch.tsx';
import { MaskRows } from './MaskRows.tsx';
import { PartRows } from './PartRows.tsx';
import { RegionGrid } from './RegionGrid.tsx';
import { Section } from './Section.tsx';
import { CutOutRow } from './SettingRows.tsx';
import { cutOutNote } from './subject-notes.ts';

const WAYS: readonly { value: Around; label: string }[] = [
  { value: 'faded', label: 'Faded' },
  { value: 'paper', label: 'Paper' },
  { value: 'mask', label: 'Mask' },
];

export function CutOutSection({ width, height, name }: { width: number; height: number; name: string }) {
  const cutOut = useStore((state) => state.settings.cutOut);
  const found = useStore((state) => state.maskUrl !== null);
  const inHand = useStore((state) => state.tool === 'cutout' && state.cutting !== null);
  const aside = useStore(asideOf);
  const note = useStore(noteOf);
  return (
    <Section title="Cut-out" aside={aside} form>
      {!inHand && (
        <>
          <Picture {...{ width, height, name }} />
          <CutOutRow />
          {note && <p className="p-hint">{note}</p>}
          {cutOut && found && <WaysRow />}
          {cutOut && <PartRows />}
        </>
      )}
      <div className="p-acts">
        <button
          type="button"
          className="btn"
          aria-pressed={inHand}
          title="Cut-out (C)"
          onClick={() => run('tool.cutout')}
        >
          Point at it
        </button>
        <button type="button" className="btn" onClick={() => run('cutout.everything')}>
          Find everything
        </button>
      </div>
      <RegionGrid />
      {(inHand || (cutOut && found)) && <MaskRows />}
      {!inHand && <OtherMasks />}
    </Section>
  );
}

function Picture({ width, height, name }: { width: number; height: number; name: string }) {
  const photoUrl = useStore((state) => state.photoUrl);
  const maskUrl = useStore((state) => state.maskUrl);
  const around = useStore((state) => state.around);
  const cutOut = useStore((state) => state.settings.cutOut);
  return (
    <div className="p-subject stacked" style={{ '--aspect': `${width}/${height}` } as CSSProperties}>
      {photoUrl && cutOut && maskUrl ? (
        <CutOut {...{ photoUrl, maskUrl, around }} alt={`The cut-out of ${name}`} />
      ) : (
        photoUrl && <img src={photoUrl} alt={name} />
      )}
    </div>
  );
}

function WaysRow() {
  const around = useStore((state) => state.around);
  return (
    <>
      <Segments
        label="Around it"
        value={around}
        options={WAYS}
        onChange={(way) => useStore.setState({ around: way })}
      />
      <LayerSwitch name="cutOut" />
    </>
  );
}

/** Where a mask comes from besides pointing: a file, or the finder once more. */
function OtherMasks() {
  const own = useStore((state) => state.document?.mask !== null);
  const failed = useStore((state) => state.finding === 'failed');
  const mask = useStore((state) => state.maskUrl !== null);
  return (
    <div className="p-acts">
      <button type="button" className="btn" onClick={() => chooseInBrowser('picture', take)}>
        Use a picture…
      </button>
      {mask && (
        <button type="button" className="btn" onClick={() => run('cutout.export')}>
          Export it…
        </button>
      )}
      {own && (
        <button type="button" className="btn" onClick={() => app.subject.remove()}>
          Remove it
        </button>
      )}
      {failed && (
        <button type="button" className="btn" onClick={() => app.subject.lookAgain()}>
          Look again
        </button>
      )}
    </div>
  );
}

function take([file]: readonly File[]): void {
  if (file) void app.subject.replace(file);
}

function asideOf({ parts, document, maskUrl }: AppState): string {
  if (parts.length > 1) return `${parts.length} subjects`;
  if (document?.mask) return 'Your own';
  return maskUrl ? 'Found by itself' : '';
}

function noteOf(state: AppState): string | null {
  return state.settings.cutOut ? cutOutNote(state) : 'The whole photo will be drawn.';
}
