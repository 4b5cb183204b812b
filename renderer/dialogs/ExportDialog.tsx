/**
 * The export: a format, its options, and the file as it will be, with its size as the big number. What is shown is what
 * is saved: the preview is made of the very bytes wherever a browser can show them.
 */

import { Copy } from 'lucide-react';
import { type CSSProperties, useState } from 'react';
import { onRadioKey } from '../controls/radio-keys.ts';
import { type LineamentDocument, visibleStrokes } from '../document/document.ts';
import { Drawing } from '../panels/Drawing.tsx';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { Dialog } from './Dialog.tsx';
import { copyExport, EXPORTS, type ExportRow, fileName } from './exports.ts';
import { sizeWords } from './file-size.ts';
import { OptionRows, type Options } from './OptionRows.tsx';
import { type Encoded, useEncoded } from './use-export.ts';

/** What was last chosen, for as long as the page lives. */
const remembered: { id: string; options: Map<string, Options> } = { id: EXPORTS[0]!.id, options: new Map() };

const close = () => useStore.setState({ dialog: null });

export function ExportDialog() {
  const document = useStore((state) => state.document);
  return document && <Export document={document} />;
}

function Export({ document }: { document: LineamentDocument }) {
  const [id, setId] = useState(remembered.id);
  const [options, setOptions] = useState(remembered.options);
  const [failed, setFailed] = useState<string | null>(null);
  const row = EXPORTS.find((one) => one.id === id) ?? EXPORTS[0]!;
  const chosen = { ...row.defaults, ...options.get(row.id) };
  const key = JSON.stringify([row.id, chosen, document.shown, document.strokes]);
  const encoded = useEncoded(key, row.type(chosen), () => row.encode(document, chosen));
  const choose = (next: ExportRow) => {
    remembered.id = next.id;
    setId(next.id);
    setFailed(null);
  };
  const change = (patch: Options) => {
    remembered.options = new Map(options).set(row.id, { ...chosen, ...patch });
    setOptions(remembered.options);
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
      const name = fileName(row, document.name, chosen);
      if (!(await app.exportAs(bytes, name))) return;
      close();
      app.announce(`Saved ${name}.`);
    });
  const copy = () =>
    attempt(async (bytes) => {
      await copyExport(row, bytes);
      app.announce(`${row.name} copied.`);
    });
  const ready = encoded.bytes !== null && !encoded.busy;
  return (
    <Dialog title="Export" className="d-export" onClose={close}>
      <div className="d-choices">
        <Formats chosen={row} onChoose={choose} />
        <div className="d-options c-form">
          <OptionRows options={chosen} onChange={(option, value) => change({ [option]: value })} />
        </div>
      </div>
      <Preview document={document} row={row} options={chosen} encoded={encoded} failed={failed} />
      <footer>
        {row.copied && (
          <button type="button" className="c-button" disabled={!ready} onClick={() => void copy()}>
            <Copy size={14} aria-hidden="true" />
            Copy {row.name}
          </button>
        )}
        <span className="d-grow" />
        <button type="button" className="c-button quiet" onClick={close}>
          Cancel
        </button>
        <button type="button" className="c-button primary" aria-disabled={!ready} onClick={() => ready && void save()}>
          Save {row.saved(chosen)}…
        </button>
      </footer>
    </Dialog>
  );
}

function Formats({ chosen, onChoose }: { chosen: ExportRow; onChoose(row: ExportRow): void }) {
  return (
    <div className="d-formats" role="radiogroup" aria-label="Format" onKeyDown={onRadioKey}>
      {EXPORTS.map((row) => (
        // biome-ignore lint/a11y/useSemanticElements: a row with its explanation is drawn as a button; its group has the radio keys.
        <button
          key={row.id}
          type="button"
          role="radio"
          className="d-format"
          aria-checked={row === chosen}
          tabIndex={row === chosen ? 0 : -1}
          onClick={() => onChoose(row)}
        >
          {row.name}
          <small>{row.note}</small>
        </button>
      ))}
    </div>
  );
}

interface PreviewProps {
  document: LineamentDocument;
  row: ExportRow;
  options: Options;
  encoded: Encoded;
  failed: string | null;
}

function Preview({ document, row, options, encoded, failed }: PreviewProps) {
  const { width, height } = document.photo;
  const strokes = visibleStrokes(document);
  const count = strokes.length === 1 ? '1 stroke' : `${strokes.length} strokes`;
  const fault = failed ?? encoded.fault;
  const style = { '--aspect': `${width}/${height}`, '--ratio': width / height } as CSSProperties;
  const pictured = encoded.url !== null && row.type(options).startsWith('image/');
  return (
    <div className="d-preview">
      <div className="d-box">
        <div className={row.opaque(options) ? 'd-sheet' : 'd-sheet clear'} style={style}>
          {pictured ? (
            <img src={encoded.url ?? ''} alt={`${document.name} as ${row.name}`} />
          ) : (
            <Drawing strokes={strokes} width={width} height={height} />
          )}
        </div>
      </div>
      <div className="d-size" aria-live="polite">
        {encoded.bytes && <b>{sizeWords(encoded.bytes.length)}</b>}
        {fault ? (
          <span className="d-fault">{fault}</span>
        ) : (
          <span>
            {count}, {width} × {height} px
          </span>
        )}
      </div>
    </div>
  );
}
