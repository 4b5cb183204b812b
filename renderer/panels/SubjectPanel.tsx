/** The Subject panel: what of the photo is drawn. The mask as it was found, and whether the sketch keeps to it. */

import './panels.css';
import '../controls/controls.css';
import type { CSSProperties } from 'react';
import { useStore } from '../state/store.ts';
import { Section } from './Section.tsx';
import { CutOutRow } from './SettingRows.tsx';

export function SubjectPanel() {
  const photo = useStore((state) => state.document?.photo ?? null);
  const photoUrl = useStore((state) => state.photoUrl);
  const maskUrl = useStore((state) => state.maskUrl);
  const cutOut = useStore((state) => state.settings.cutOut);
  if (!photo) {
    return (
      <div className="p-scroll">
        <Section title="Subject">
          <p className="p-hint">Open a photo to see its subject.</p>
        </Section>
      </div>
    );
  }
  const shown = (cutOut && maskUrl) || photoUrl;
  return (
    <div className="p-scroll">
      <Section title="Subject" aside={`${photo.width} × ${photo.height} px`}>
        <div className="p-subject" style={{ '--aspect': `${photo.width}/${photo.height}` } as CSSProperties}>
          {shown && <img src={shown} alt={shown === maskUrl ? 'The cut-out, white where it is drawn' : photo.name} />}
        </div>
      </Section>
      <Section title="Cut-out" form>
        <CutOutRow />
        <p className="p-hint">{noteOf(cutOut, maskUrl !== null)}</p>
      </Section>
    </div>
  );
}

function noteOf(cutOut: boolean, found: boolean): string {
  if (!cutOut) return 'The whole photo will be drawn.';
  if (found) return 'Only what is white in the cut-out will be drawn.';
  return 'The subject is found when the sketch begins. Where none stands out, the whole photo is drawn.';
}
