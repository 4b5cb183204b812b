/** One model: its name and a sentence, its size and licence, and the one thing that can be done with it now. */

import { Check, Ellipsis, Pause, Play, X } from 'lucide-react';
import { useState } from 'react';
import type { NormalisationName, ShownModel } from '../../main/contract.ts';
import { Menu, type MenuItem } from '../controls/Menu.tsx';
import { ICON } from '../shell/icons.tsx';
import { app } from '../state/app.ts';
import type { Download } from '../state/models-state.ts';
import { useStore } from '../state/store.ts';
import { Note } from './Note.tsx';
import { damageWords, isInUse, megabyteWords, PIXELS, progressWords } from './words.ts';

interface ModelRowProps {
  model: ShownModel;
  /** Asks for consent first. */
  onDownload(): void;
}

export function ModelRow({ model, onDownload }: ModelRowProps) {
  const [terms, setTerms] = useState(false);
  const download = useStore((state) => state.models.downloads.get(model.name));
  const note = useStore((state) => state.models.notes.get(model.name));
  const { title, megabytes, licence, fault } = model;
  return (
    <li className="m-row" aria-label={title}>
      <b>{title}</b>
      <div className="m-about">
        {download || model.state === 'paused' ? (
          <Progress model={model} download={download} />
        ) : model.state === 'damaged' ? (
          <div title={fault ?? undefined}>
            <Note text={damageWords(model)} bad />
          </div>
        ) : (
          <About model={model} />
        )}
        {note && <Note {...note} />}
        {terms && <p className="m-note">{licence.terms}</p>}
      </div>
      <span className="m-size">
        {megabytes !== null && megabyteWords(megabytes)}
        <button
          type="button"
          className="m-licence"
          aria-expanded={terms}
          title={licence.terms}
          onClick={() => setTerms(!terms)}
        >
          {licence.name}
        </button>
      </span>
      <span className="m-act">
        <Act model={model} downloading={download !== undefined} onDownload={onDownload} />
      </span>
    </li>
  );
}

function About({ model: { name, about, pixels } }: { model: ShownModel }) {
  if (!pixels) return <p>{about}</p>;
  return (
    <p>
      {about}{' '}
      <label>
        Colours{' '}
        <select
          value={pixels.normalisation}
          onChange={({ target }) => void app.models.setPixels(name, target.value as NormalisationName)}
        >
          {PIXELS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {pixels.guessed && ', guessed: check it.'}
    </p>
  );
}

function Progress({ model, download }: { model: ShownModel; download: Download | undefined }) {
  const total = (model.megabytes ?? 0) * 1e6;
  const now = download ?? { received: model.received, total, secondsLeft: null };
  const share = Math.min(1, now.received / (now.total ?? total));
  const words = progressWords(now);
  return (
    <div className="m-progress">
      <progress max={1} value={share} aria-label={model.title} aria-valuetext={words} />
      <span>{download ? words : `Paused, ${words}`}</span>
    </div>
  );
}

function Act({ model, downloading, onDownload }: ModelRowProps & { downloading: boolean }) {
  const encoder = useStore(({ settings }) => settings.encoder);
  const models = useStore((state) => state.models.list);
  const { name, title, state, own, agreed, sketches } = model;
  const get = () => (agreed ? void app.models.download(name, false) : onDownload());
  const cancel = <IconButton label={`Cancel ${title}`} icon={X} onClick={() => void app.models.cancel(name)} />;
  if (downloading)
    return (
      <>
        <IconButton label={`Pause ${title}`} icon={Pause} onClick={() => app.models.pause(name)} />
        {cancel}
      </>
    );
  if (state === 'paused')
    return (
      <>
        <IconButton label={`Go on with ${title}`} icon={Play} onClick={get} />
        {cancel}
      </>
    );
  if (state === 'absent') return <TextButton label="Download…" about={title} onClick={onDownload} />;
  if (state === 'damaged')
    return own ? (
      <TextButton label="Remove" about={title} onClick={() => void app.models.remove(name)} />
    ) : (
      <TextButton label="Download again" about={title} onClick={get} />
    );
  const inUse = isInUse(model, models, encoder);
  return (
    <>
      {inUse ? (
        <span className="m-use">
          <Check size={14} aria-hidden="true" />
          In use
        </span>
      ) : (
        sketches && <TextButton label="Use" about={title} onClick={() => app.models.use(name)} />
      )}
      {state === 'here' && (
        <Menu label={`More about ${title}`} items={moreOf(model)}>
          <Ellipsis {...ICON} />
        </Menu>
      )}
    </>
  );
}

function moreOf({ name }: ShownModel): MenuItem[] {
  return [
    { label: 'Check the file', run: () => void app.models.verify(name) },
    { label: 'Remove', apart: true, run: () => void app.models.remove(name) },
  ];
}

function TextButton({ label, about, onClick }: { label: string; about: string; onClick(): void }) {
  return (
    <button type="button" className="c-button" aria-label={`${label} ${about}`} onClick={onClick}>
      {label}
    </button>
  );
}

function IconButton({ label, icon: Icon, onClick }: { label: string; icon: typeof X; onClick(): void }) {
  return (
    <button type="button" className="c-icon" aria-label={label} title={label} onClick={onClick}>
      <Icon {...ICON} />
    </button>
  );
}
