/**
 * The export: a format, its options, and the file as it will be, with its size as the big number. What is shown is what
 * is saved: the preview is made of the very bytes wherever a browser can show them.
 */

import { Copy } from 'lucide-react';
import { type CSSProperties, useState } from 'react';
import { DepthPicture } from '../canvas/DepthPicture.tsx';
import { onRadioKey } from '../controls/radio-keys.ts';
import { type LineamentDocument, visibleStrokes } from '../document/document.ts';
import { Drawing } from '../panels/Drawing.tsx';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';
import { Dialog } from './Dialog.tsx';
import {
  aspectOf,
  copiedAs,
  copyExport,
  EXPORTS,
  type ExportId,
  encode,
  formatOf,
  isOpaque,
  kindOf,
  ofPhoto,
  optionsOf,
  rowOf,
} from './exports.ts';
import { sizeWords } from './file-size.ts';
import { OptionRows, type Options } from './OptionRows.tsx';
import { type Encoded, useEncoded } from './use-export.ts';

const close = () => useStore.setState({ dialog: null });

export function ExportDialog() {
  const document = useStore((state) => state.document);
  return document && <Export document={document} />;
}

function Export({ document }: { document: LineamentDocument }) {
  const lastExport = useStore((state) => state.lastExport);
  const id = formatOf(lastExport.format);
  const [failed, setFailed] = useState<string | null>(null);
  const chosen = optionsOf(id, lastExport.options[id]);
  const { label } = rowOf(id);
  const { short, ending, type } = kindOf(id, chosen);
  const made = ofPhoto(id) ? [document.photo, document.mask] : [document.shown, document.strokes];
  const key = JSON.stringify([id, chosen, ...made]);
  const encoded = useEncoded(key, type, () => encode(id, document, chosen));
  const choose = (next: ExportId) => {
    useStore.setState({ lastExport: { ...lastExport, format: next } });
    setFailed(null);
  };
  const change = (patch: Options) => {
    const options = { ...lastExport.options, [id]: { ...chosen, ...patch } };
    useStore.setState({ lastExport: { format: id, options } });
  };
  const attempt = async (work: (bytes: Uint8Array) => Promise<void>) => {
    if (!encoded.bytes) return;
    await work(encoded.bytes).then(
      () => setFailed(null),
      (error: Error) => setFailed(error.message),
    );
  };
  const save = () =>
    attempt(async (bytes) => {
      const name = `${document.name}${ending}`;
      if (!(await app.files.exportAs(bytes, name))) return;
      close();
      announce(`Saved ${name}.`);
    });
  const copy = () =>
    attempt(async (bytes) => {
      await copyExport(id, bytes);
      announce(`${label} copied.`);
    });
  const ready = encoded.bytes !== null && !encoded.busy;
  return (
    <Dialog title="Export" className="d-export" onClose={close}>
      <div className="d-choices">
        <Formats chosen={id} drawn={document.strokes.length > 0} onChoose={choose} />
        <div className="d-options c-form">
          <OptionRows format={id} options={chosen} onChange={(option, value) => change({ [option]: value })} />
        </div>
      </div>
      <Preview document={document} id={id} options={chosen} encoded={encoded} failed={failed} />
      <footer>
        {copiedAs(id) && (
          <button type="button" className="c-button" disabled={!ready} onClick={() => void copy()}>
            <Copy size={14} aria-hidden="true" />
            Copy {label}
          </button>
        )}
        <span className="d-grow" />
        <button type="button" className="c-button quiet" onClick={close}>
          Cancel
        </button>
        <button type="button" className="c-button primary" aria-disabled={!ready} onClick={() => ready && void save()}>
          Save {short}…
        </button>
      </footer>
    </Dialog>
  );
}

interface FormatsProps {
  chosen: ExportId;
  /** Whether there are strokes: without them only the photo's own can be had. */
  drawn: boolean;
  onChoose(id: ExportId): void;
}

function Formats({ chosen, drawn, onChoose }: FormatsProps) {
  return (
    <div className="d-formats" role="radiogroup" aria-label="Format" onKeyDown={onRadioKey}>
      {EXPORTS.map((id) => (
        // biome-ignore lint/a11y/useSemanticElements: a row with its explanation is drawn as a button; its group has the radio keys.
        <button
          key={id}
          type="button"
          role="radio"
          className="d-format"
          aria-checked={id === chosen}
          tabIndex={id === chosen ? 0 : -1}
          disabled={!drawn && !ofPhoto(id)}
          title={!drawn && !ofPhoto(id) ? 'There are no strokes yet.' : undefined}
          onClick={() => onChoose(id)}
        >
          {rowOf(id).label}
          <small>{rowOf(id).about}</small>
        </button>
      ))}
    </div>
  );
}

interface PreviewProps {
  document: LineamentDocument;
  id: ExportId;
  options: Options;
  encoded: Encoded;
  failed: string | null;
}

function Preview({ document, id, options, encoded, failed }: PreviewProps) {
  const { width, height } = document.photo;
  const strokes = visibleStrokes(document);
  const count = strokes.length === 1 ? '1 stroke' : `${strokes.length} strokes`;
  const fault = failed ?? encoded.fault;
  const { label } = rowOf(id);
  const { type } = kindOf(id, options);
  const aspect = aspectOf(id, document.photo, options);
  const style = { '--aspect': aspect, '--ratio': aspect } as CSSProperties;
  const pictured = encoded.url !== null && type.startsWith('image/');
  return (
    <div className="d-preview">
      <div className="d-box">
        <div className={isOpaque(id, options) ? 'd-sheet' : 'd-sheet clear'} style={style}>
          {pictured ? (
            <img src={encoded.url ?? ''} alt={`${document.name} as ${label}`} />
          ) : ofPhoto(id) ? (
            <PhotoPreview measured={id === 'depth'} />
          ) : (
            <Drawing strokes={strokes} width={width} height={height} />
          )}
        </div>
      </div>
      <div className="d-size">
        {encoded.bytes && <b>{sizeWords(encoded.bytes.length)}</b>}
        {fault ? (
          <span className="d-fault" role="alert">
            {fault}
          </span>
        ) : (
          <span>{encoded.note ?? (ofPhoto(id) ? 'Making the file…' : `${count}, ${width} × ${height} px`)}</span>
        )}
      </div>
    </div>
  );
}

/** What a file looks like that no browser shows: depth where it was measured, else the photo that it is of. */
function PhotoPreview({ measured }: { measured: boolean }) {
  const depth = useStore((state) => state.depth);
  const photoUrl = useStore((state) => state.photoUrl);
  return measured && depth ? <DepthPicture depth={depth} coloured={false} /> : <img src={photoUrl ?? ''} alt="" />;
}
