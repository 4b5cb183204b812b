/**
 * Depth in the Subject panel: one line until it is measured; then what it comes from, how it is looked at, and its file.
 */

import { useEffect, useState } from 'react';
import { turbo } from '../../main/vision/turbo.ts';
import { run } from '../commands/table.ts';
import { Segments } from '../controls/Segments.tsx';
import { Slider } from '../controls/Slider.tsx';
import { app } from '../state/app.ts';
import { type DepthView, depthViewOf, poseWords, type Surface } from '../state/relief.ts';
import { type AppState, useStore } from '../state/store.ts';
import { DepthSwitches } from './DepthSwitches.tsx';
import { LayerSwitch } from './LayerSwitch.tsx';
import { Section } from './Section.tsx';

const VIEWS: readonly { value: DepthView; label: string }[] = [
  { value: 'grey', label: 'Grey' },
  { value: 'colour', label: 'Colour' },
  { value: 'relief', label: 'Relief' },
];

const SURFACES: readonly { value: Surface; label: string }[] = [
  { value: 'photo', label: 'Photo' },
  { value: 'paper', label: 'Paper' },
  { value: 'flat', label: 'Flat' },
];

/** Seconds after which it is said how long it has taken: a model takes many. */
const PATIENCE = 2;
/** What any depth is, whatever it comes from. */
const RELATIVE = 'Relative and inverse: it tells order and proportion, not metres.';

export function DepthSection() {
  const measured = useStore((state) => state.depth !== null);
  const measuring = useStore((state) => state.measuring);
  const seconds = useSeconds(measuring);
  const seen = useStore(asideOf);
  const aside = measuring ? (seconds < PATIENCE ? 'Measuring…' : `Measuring, ${seconds} s`) : seen;
  return (
    <Section title="Depth" aside={aside} form>
      {measured && <Measured />}
      <Acts measured={measured} />
      {measured && <DepthSwitches />}
    </Section>
  );
}

function Measured() {
  const note = useStore((state) => state.depth!.note);
  const view = useStore(depthViewOf);
  const fault = useStore((state) => state.reliefFault);
  const outdated = useStore(({ depth, document }) => depth!.mask !== (document?.mask ?? null));
  return (
    <>
      <LayerSwitch name="depth" />
      <Segments label="Seen as" value={view} options={VIEWS} onChange={(next) => app.depth.show(next)} />
      {view === 'relief' ? <ReliefRows /> : <Ramp coloured={view === 'colour'} />}
      {fault && <p className="p-hint">{fault} Depth is shown in colours instead.</p>}
      {outdated && <p className="p-hint">The cut-out is another since. Measure again to have depth follow it.</p>}
      <p className="p-hint">
        {note} {RELATIVE}
      </p>
    </>
  );
}

function ReliefRows() {
  const { surface, height } = useStore((state) => state.relief);
  const set = (patch: Partial<AppState['relief']>) =>
    useStore.setState(({ relief }) => ({ relief: { ...relief, ...patch } }));
  return (
    <>
      <Segments label="Surface" value={surface} options={SURFACES} onChange={(next) => set({ surface: next })} />
      <Slider
        label="Height"
        min={0}
        max={1}
        step={0.05}
        typedIn={0.01}
        value={height}
        words={(value) => `${Math.round(100 * value)} %`}
        onChange={(next) => set({ height: next })}
      />
      <p className="p-hint">Drag it to turn it, or press the arrow keys on the canvas.</p>
    </>
  );
}

/** Whole seconds for which something lasts; 0 while it does not. */
function useSeconds(lasts: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!lasts) return;
    const timer = setInterval(() => setSeconds((now) => now + 1), 1000);
    return () => {
      clearInterval(timer);
      setSeconds(0);
    };
  }, [lasts]);
  return seconds;
}

/** What is far and what is near, as the picture has it. */
function Ramp({ coloured }: { coloured: boolean }) {
  const stops = Array.from({ length: 17 }, (_, i) => i / 16);
  const parts = stops.map((at) => (coloured ? [...turbo([at])] : [255 * at, 255 * at, 255 * at]));
  const background = `linear-gradient(to right, ${parts.map((rgb) => `rgb(${rgb.join(' ')})`).join(', ')})`;
  return (
    <div className="p-ramp">
      <i style={{ background }} />
      <span>Far</span>
      <span>Near</span>
    </div>
  );
}

function Acts({ measured }: { measured: boolean }) {
  const measuring = useStore((state) => state.measuring);
  const turned = useStore(({ relief }) => relief.turn !== 0 || relief.tilt !== 0);
  const isRelief = useStore((state) => depthViewOf(state) === 'relief');
  const fromModel = useStore(({ depth }) => depth?.fromModel ?? false);
  return (
    <div className="p-acts">
      {measured && isRelief && (
        <button type="button" className="btn" disabled={!turned} onClick={() => run('depth.front')}>
          From the front
        </button>
      )}
      <button type="button" className="btn" disabled={measuring} onClick={() => run('depth.measure')}>
        {measured ? 'Measure again' : 'Measure'}
      </button>
      {measured && (
        <button type="button" className="btn" onClick={() => run('depth.export')}>
          Export depth…
        </button>
      )}
      {measured && !fromModel && (
        <button type="button" className="btn" onClick={() => run('app.models')}>
          Models…
        </button>
      )}
    </div>
  );
}

function asideOf(state: AppState): string {
  if (!state.depth) return 'Not measured yet';
  return { grey: 'Near is bright', colour: 'Near is red', relief: capital(poseWords(state.relief)) }[
    depthViewOf(state)
  ];
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
