/**
 * The models: by what they are for, each with its size, its licence and the one thing that can be done with it. Nothing
 * is downloaded before its licence was shown and agreed to.
 */

import './models.css';
import { Cpu, Crosshair, Lasso, type LucideIcon, Mountain, PencilLine } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ModelUse, ShownModel } from '../../main/contract.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import { ICON } from '../shell/icons.tsx';
import { app } from '../state/app.ts';
import { ADDED } from '../state/models-state.ts';
import { useStore } from '../state/store.ts';
import { Computer } from './Computer.tsx';
import { Consent } from './Consent.tsx';
import { ModelRow } from './ModelRow.tsx';
import { Note } from './Note.tsx';
import { AddFile, RunsOn } from './RunsOn.tsx';
import { megabyteWords, USES } from './words.ts';

type Place = ModelUse | 'computer';

const ICONS: Record<ModelUse, LucideIcon> = {
  sketching: PencilLine,
  'cut-out': Lasso,
  pointing: Crosshair,
  depth: Mountain,
};

const close = () => useStore.setState({ dialog: null });

export function ModelsDialog() {
  const [place, setPlace] = useState<Place>('sketching');
  const [asked, setAsked] = useState<ShownModel | null>(null);
  useEffect(() => {
    void app.models.refresh();
    void app.models.findDevices(false);
  }, []);
  return (
    <>
      <Dialog title="Models" className="d-models" onClose={close}>
        <Places place={place} onChange={setPlace} />
        {place === 'computer' ? <Computer /> : <List use={place} onDownload={setAsked} />}
        <footer>
          {place === 'sketching' ? (
            <>
              <RunsOn />
              <span className="d-grow" />
              <AddFile />
            </>
          ) : (
            <Folder />
          )}
        </footer>
      </Dialog>
      {asked && <Consent model={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function Places({ place, onChange }: { place: Place; onChange(place: Place): void }) {
  const models = useStore((state) => state.models.list);
  const row = (id: Place, label: string, Icon: LucideIcon, aside: string) => (
    <button key={id} type="button" aria-current={id === place} onClick={() => onChange(id)}>
      <Icon {...ICON} />
      {label}
      <small>{aside}</small>
    </button>
  );
  const uses = Object.entries(USES) as [ModelUse, { label: string }][];
  return (
    <nav className="m-places" aria-label="Purpose">
      {uses.map(([use, { label }]) => {
        const count = models.filter((model) => model.use === use).length;
        return row(use, label, ICONS[use], count ? String(count) : '');
      })}
      <span className="d-grow" />
      {row('computer', 'This computer', Cpu, '')}
    </nav>
  );
}

function List({ use, onDownload }: { use: ModelUse; onDownload(model: ShownModel): void }) {
  const models = useStore((state) => state.models.list);
  const said = useStore((state) => state.models.notes.get(ADDED));
  // One's own are models to sketch with.
  const fault = useStore((state) => (use === 'sketching' ? state.models.fault : null));
  const { label, about } = USES[use];
  return (
    <section className="m-place" aria-label={label}>
      <h3>{label}</h3>
      <p>{about}</p>
      <ul>
        {models
          .filter((model) => model.use === use)
          .map((model) => (
            <ModelRow key={model.name} model={model} onDownload={() => onDownload(model)} />
          ))}
      </ul>
      {fault && <Note text={fault} bad />}
      {said && <Note {...said} />}
    </section>
  );
}

/** Where models lie, and how much of the disk they take. */
function Folder() {
  const folder = useStore((state) => state.models.folder);
  const bytes = useStore(({ models }) =>
    models.list.reduce((sum, { state, received }) => sum + (state === 'built-in' ? 0 : received), 0),
  );
  return (
    <p className="m-folder" title={folder}>
      Models lie in <b>{folder}</b>
      {bytes > 0 && `, ${megabyteWords(bytes / 1e6)}`}
    </p>
  );
}
