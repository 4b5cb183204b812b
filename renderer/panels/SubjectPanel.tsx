/**
 * The Subject panel: what of the photo is drawn. The cut-out as it was found or given, ways to see around it, where the
 * first strokes would start, and how near each place is.
 */

import './panels.css';
import '../controls/controls.css';
import '../styles/layers.css';
import type { CSSProperties } from 'react';
import { CutOut } from '../canvas/CutOut.tsx';
import { Segments } from '../controls/Segments.tsx';
import { app } from '../state/app.ts';
import { chooseInBrowser } from '../state/browser-files.ts';
import type { Around } from '../state/layers.ts';
import { type AppState, useStore } from '../state/store.ts';
import { DepthSection } from './DepthSection.tsx';
import { LayerSwitch } from './LayerSwitch.tsx';
import { Section } from './Section.tsx';
import { CutOutRow } from './SettingRows.tsx';
import { cutOutNote, interestNote } from './subject-notes.ts';

const WAYS: readonly { value: Around; label: string }[] = [
  { value: 'faded', label: 'Faded' },
  { value: 'paper', label: 'Paper' },
  { value: 'mask', label: 'Mask' },
];

export function SubjectPanel() {
  const photo = useStore((state) => state.document?.photo ?? null);
  if (!photo) {
    return (
      <div className="p-scroll">
        <Section title="Subject">
          <p className="p-hint">Open a photo to see its subject.</p>
        </Section>
      </div>
    );
  }
  return (
    <div className="p-scroll">
      <CutOutSection width={photo.width} height={photo.height} name={photo.name} />
      <InterestSection />
      <DepthSection />
    </div>
  );
}

function CutOutSection({ width, height, name }: { width: number; height: number; name: string }) {
  const photoUrl = useStore((state) => state.photoUrl);
  const maskUrl = useStore((state) => state.maskUrl);
  const around = useStore((state) => state.around);
  const cutOut = useStore((state) => state.settings.cutOut);
  const own = useStore((state) => state.document?.mask !== null);
  const failed = useStore((state) => state.finding === 'failed');
  const note = useStore(noteOf);
  const aside = own ? 'Your own' : maskUrl ? 'Found by itself' : '';
  return (
    <Section title="Cut-out" aside={aside} form>
      <div className="p-subject stacked" style={{ '--aspect': `${width}/${height}` } as CSSProperties}>
        {photoUrl && cutOut && maskUrl ? (
          <CutOut {...{ photoUrl, maskUrl, around }} alt={`The cut-out of ${name}`} />
        ) : (
          photoUrl && <img src={photoUrl} alt={name} />
        )}
      </div>
      <CutOutRow />
      {note && <p className="p-hint">{note}</p>}
      {cutOut && maskUrl && (
        <>
          <Segments
            label="Around it"
            value={around}
            options={WAYS}
            onChange={(way) => useStore.setState({ around: way })}
          />
          <LayerSwitch name="cutOut" />
        </>
      )}
      <div className="p-acts">
        <button type="button" className="btn" onClick={() => chooseInBrowser('picture', take)}>
          Use a picture…
        </button>
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
    </Section>
  );
}

function InterestSection() {
  const shown = useStore((state) => state.layers.interest.shown);
  const note = useStore((state) => (state.layers.interest.shown ? interestNote(state) : null));
  return (
    <Section title="Points of interest" form>
      <LayerSwitch name="interest" />
      <p className="p-hint">
        {note ??
          (shown
            ? 'The numbers are where the first strokes start. The more colour, the more a place draws the eye.'
            : 'Where the first strokes start.')}
      </p>
    </Section>
  );
}

function take([file]: readonly File[]): void {
  if (file) void app.subject.replace(file);
}

function noteOf(state: AppState): string | null {
  return state.settings.cutOut ? cutOutNote(state) : 'The whole photo will be drawn.';
}
