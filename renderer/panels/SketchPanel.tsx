/**
 * The Sketch panel: before a sketch what it starts from, while it runs the race of its tries, afterwards its
 * variations, its tries and the settings of the next one.
 */

import './panels.css';
import './sketch.css';
import '../controls/controls.css';
import { PinOff } from 'lucide-react';
import type { LineamentDocument } from '../document/document.ts';
import { drawnRows, ROWS } from '../document/variations.ts';
import { DrawnBy, ModelChoice } from '../models/ModelChoice.tsx';
import { type Job, useStore } from '../state/store.ts';
import { unpin } from '../tools/grasp.ts';
import { DetailRow } from './DetailRow.tsx';
import { PresetRow } from './PresetRow.tsx';
import { Presets } from './Presets.tsx';
import { RaceChart } from './RaceChart.tsx';
import { Section } from './Section.tsx';
import { ClosenessRow, CutOutRow, LineWidthRow, MoreOptions, StrokesRow, TriesRow } from './SettingRows.tsx';
import { LiveTries, Tries } from './Tries.tsx';
import { Variations } from './Variations.tsx';
import { columnsOf } from './variations.ts';

export function SketchPanel() {
  const document = useStore((state) => state.document);
  const job = useStore((state) => state.job);
  return (
    <div className="p-scroll">
      {job ? (
        <Running job={job} document={document} />
      ) : document?.strokes.length ? (
        <Done document={document} />
      ) : (
        <Ready />
      )}
    </div>
  );
}

function Ready() {
  return (
    <>
      <Section title="Start from">
        <Presets />
        <PresetRow />
      </Section>
      <Section form>
        <ClosenessRow />
        <LineWidthRow />
        <DetailRow />
        <TriesRow />
        <CutOutRow />
        <MoreOptions />
      </Section>
    </>
  );
}

function Running({ job, document }: { job: Job; document: LineamentDocument | null }) {
  const pinned = job.latest?.strokes.filter((stroke) => stroke.pinned) ?? [];
  const { width, height } = document?.photo ?? { width: 1, height: 1 };
  // The first contours come before any try does.
  const tries = job.tries.length || job.settings.seeds;
  return (
    <>
      <Section title={tries > 1 ? `${countWord(tries)} tries` : 'One try'} aside="likeness">
        <RaceChart />
        <LiveTries job={job} width={width} height={height} />
      </Section>
      <Section title="Change it while it draws" form>
        <ClosenessRow />
        <LineWidthRow />
        <DetailRow />
        <ModelChoice />
        <DrawnBy />
        {pinned.length > 0 && (
          <div className="c-row">
            <span className="c-label">Pinned</span>
            <span className="p-num">{pinned.length === 1 ? '1 stroke' : `${pinned.length} strokes`}</span>
            <button
              type="button"
              className="c-icon"
              aria-label="Unpin all"
              title="Unpin all"
              onClick={() => unpin(pinned.map(({ id }) => id))}
            >
              <PinOff size={15} aria-hidden="true" />
            </button>
          </div>
        )}
      </Section>
    </>
  );
}

function Done({ document }: { document: LineamentDocument }) {
  const columns = columnsOf(document);
  const rows = drawnRows(document).filter((row) => row !== null).length;
  return (
    <>
      <Section title="Variations" aside={`${rows * columns.length} of ${ROWS.length * columns.length} drawn`}>
        <Variations document={document} columns={columns} />
      </Section>
      {document.tries.length > 1 && (
        <Section title="Tries" aside="likeness">
          <Tries document={document} />
        </Section>
      )}
      <Section title="Next sketch" form>
        <PresetRow />
        <StrokesRow />
        <ClosenessRow />
        <LineWidthRow />
        <DetailRow />
        <CutOutRow label="Keep to the cut-out" />
        <MoreOptions tries />
      </Section>
    </>
  );
}

function countWord(count: number): string {
  return ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight'][count] ?? String(count);
}
