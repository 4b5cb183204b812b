/** Asks what is to become of unsaved work before the window closes. */

import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { Dialog } from './Dialog.tsx';

const close = () => useStore.setState({ dialog: null });

export function UnsavedDialog() {
  const name = useStore((state) => state.document?.name ?? '');
  const leave = () => {
    close();
    void app.closeWindow();
  };
  const save = async () => {
    await app.files.save();
    if (useStore.getState().edited) close();
    else leave();
  };
  return (
    <Dialog title={`Save “${name}” before closing?`} className="d-small" onClose={close}>
      <p>Without saving, the changes since the last save are lost.</p>
      <footer>
        <button type="button" className="c-button quiet" onClick={leave}>
          Don’t save
        </button>
        <span className="d-grow" />
        <button type="button" className="c-button" onClick={close}>
          Cancel
        </button>
        <button type="button" className="c-button primary" onClick={() => void save()}>
          Save
        </button>
      </footer>
    </Dialog>
  );
}
