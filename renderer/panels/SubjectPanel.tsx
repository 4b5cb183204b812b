/**
 * The Subject panel: what of the photo is drawn. The cut-out as it was found or given, ways to see around it, where the
 * first strokes would start, and how near each place is.
 */

import './panels.css';
import '../controls/controls.css';
import '../styles/layers.css';
import { useStore } from '../state/store.ts';
import { CutOutSection } from './CutOutSection.tsx';
import { DepthSection } from './DepthSection.tsx';
import { LayerSwitch } from './LayerSwitch.tsx';
import { Section } from './Section.tsx';
import { interestNote } from './subject-notes.ts';

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
