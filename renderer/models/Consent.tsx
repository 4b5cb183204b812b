/** Asks, once a file, whether it is to be downloaded: how large it is, from where, and under which licence. */

import type { ShownModel } from '../../main/contract.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { megabyteWords } from './words.ts';

export function Consent({ model, onClose }: { model: ShownModel; onClose(): void }) {
  const models = useStore((state) => state.models.list);
  const parts = models.filter(({ name, state }) => model.needs.includes(name) && state !== 'here');
  const all = [...parts, model];
  const megabytes = all.reduce((sum, one) => sum + (one.megabytes ?? 0), 0);
  const licences = [...new Map(all.map(({ licence }) => [licence.name, licence])).values()];
  const agree = () => {
    onClose();
    void app.models.download(model.name, true);
  };
  return (
    <Dialog title={`Download ${model.title}?`} className="d-small d-consent" onClose={onClose}>
      <p>
        {megabyteWords(megabytes)} from {model.source}
        {parts.length > 0 && `, with ${parts.map(({ title }) => title).join(' and ')}`}. It is kept on this computer and
        runs here; your photos go nowhere.
      </p>
      {licences.map(({ name, terms }) => (
        <p key={name}>
          <b>Licence: {name}.</b> {terms}
        </p>
      ))}
      <footer>
        <span className="d-grow" />
        <button type="button" className="c-button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="c-button primary" onClick={agree}>
          Agree and download
        </button>
      </footer>
    </Dialog>
  );
}
