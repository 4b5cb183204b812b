/** What the page shows of a batch: its queue, the photo under way, and how it is looked at. A slice of the page's store. */

import type { PageSettings } from '../../main/contract.ts';
import type { PhotoRecord } from '../document/document.ts';
import { useStore } from '../state/store.ts';
import type { Queue } from './queue.ts';
import type { Live } from './runner.ts';

/** Formats that a batch is saved in: those that need no choice. */
export const BATCH_FORMATS = ['svg', 'png', 'pdf'] as const;
export type BatchFormat = (typeof BATCH_FORMATS)[number];

export interface BatchState {
  queue: Queue;
  /** Whether the page shows the batch and not a document. */
  shown: boolean;
  layout: 'sheet' | 'list';
  filter: 'all' | 'done' | 'failed';
  live: Live | null;
  /** The photo whose drawing is open as the document, and that document's photo. */
  opened: { key: string; photo: PhotoRecord } | null;
  formats: Record<BatchFormat, boolean>;
  /** Share of the drawings that are written, while they are saved; null: they are not being saved. */
  saving: number | null;
  /** The last save, while nothing has been drawn since: a saved file as the host names it, null in a browser. */
  saved: { file: string | null } | null;
}

export function newBatch(settings: PageSettings): BatchState {
  return {
    queue: { items: [], going: false, settings },
    shown: true,
    layout: 'sheet',
    filter: 'all',
    live: null,
    opened: null,
    formats: { svg: true, png: false, pdf: false },
    saving: null,
    saved: null,
  };
}

/** Changes the slice; nothing where there is no batch. */
export function setBatch(patch: Partial<BatchState>): void {
  const { batch } = useStore.getState();
  if (batch) useStore.setState({ batch: { ...batch, ...patch } });
}
