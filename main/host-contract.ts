/** What the page may ask of its host: files, what is kept between two starts, and the window. */

import * as v from 'valibot';
import type { Contract } from './contract.ts';
import { bytes, finite, text, unit } from './contract-scalars.ts';
import { settingsSchema } from './engine-contract.ts';

export interface HostFile {
  /** Opaque: the host alone knows the path behind it. */
  id: string;
  name: string;
}

export interface RecentFile extends HostFile {
  /** ISO date of its last use. */
  when: string;
  strokes: number;
  /** The drawing as SVG text. */
  drawing: string;
}

/** One photo of a batch, as the host keeps it between two starts. */
export const batchItemSchema = v.object({
  key: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  name: v.pipe(v.string(), v.maxLength(255)),
  /** The host's name for the photo's file; null: the host keeps a copy of its bytes under the key. */
  file: v.nullable(text),
  state: v.picklist(['waiting', 'running', 'done', 'failed', 'cancelled']),
  /** Why it failed, in one sentence. */
  reason: v.nullable(text),
  /** What it was drawn with; null before. */
  settings: v.nullable(settingsSchema),
  strokes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  likeness: v.nullable(finite),
  seconds: v.nullable(v.pipe(finite, v.minValue(0))),
});
export type BatchItem = v.InferOutput<typeof batchItemSchema>;

export const MOST_IN_BATCH = 2000;

/** A batch: its photos in their order, and what those get that still wait. */
export const batchSchema = v.object({
  settings: settingsSchema,
  items: v.pipe(v.array(batchItemSchema), v.maxLength(MOST_IN_BATCH)),
});
export type KeptBatch = v.InferOutput<typeof batchSchema>;

const keyed = v.object({ key: batchItemSchema.entries.key });

/** What the host has to say to the page. */
export type HostEvent = { kind: 'command'; id: string } | { kind: 'open'; files: HostFile[] } | { kind: 'closing' };

export const hostContract = {
  calls: {
    hello: {
      input: v.object({}),
      output: {} as {
        host: 'electron' | 'web';
        platform: string;
        version: string;
        /** Whether open and save are asked with the system's own dialogs; else the page uses the browser's. */
        dialogs: boolean;
        /** Files that the app was started with. */
        opened: HostFile[];
      },
    },
    /** The system's dialog; null where it was left. */
    pickFiles: { input: v.object({}), output: {} as { files: HostFile[] | null } },
    readFile: { input: v.object({ id: text }), output: {} as { name: string; bytes: Uint8Array } },
    /** Asks where, and writes; null where the dialog was left. */
    saveAs: { input: v.object({ name: text, bytes }), output: {} as { file: HostFile | null } },
    saveFile: { input: v.object({ id: text, bytes }), output: {} as { file: HostFile } },
    showInFolder: { input: v.object({ id: text }), output: {} as Record<string, never> },
    /** Keeps a document's bytes until it is saved or thrown away: what a crash must not take. */
    keep: { input: v.object({ key: text, name: text, bytes }), output: {} as Record<string, never> },
    kept: { input: v.object({}), output: {} as { documents: { key: string; name: string; when: string }[] } },
    takeKept: { input: v.object({ key: text }), output: {} as { name: string; bytes: Uint8Array } },
    dropKept: { input: v.object({ key: text }), output: {} as Record<string, never> },
    recent: { input: v.object({}), output: {} as { files: RecentFile[] } },
    remember: {
      // Written as JSON among the others: a number that JSON has not would cost them all.
      input: v.object({
        id: text,
        strokes: v.pipe(v.number(), v.integer(), v.minValue(0)),
        drawing: v.pipe(v.string(), v.maxLength(1 << 26)),
      }),
      output: {} as Record<string, never>,
    },
    /** The batch that was kept; null where there is none. */
    batch: { input: v.object({}), output: {} as { batch: KeptBatch | null } },
    /** Keeps the batch as it is now; copies and drawings of photos that are no longer in it go. */
    keepBatch: { input: batchSchema, output: {} as Record<string, never> },
    /** Keeps a copy of a photo that has no file the host knows; before the batch that names its key. */
    keepBatchPhoto: { input: v.object({ ...keyed.entries, bytes }), output: {} as Record<string, never> },
    batchPhoto: { input: keyed, output: {} as { bytes: Uint8Array } },
    /** Keeps what was drawn of a photo: the document as JSON. */
    keepBatchDrawing: { input: v.object({ ...keyed.entries, bytes }), output: {} as Record<string, never> },
    batchDrawing: { input: keyed, output: {} as { bytes: Uint8Array } },
    /** Asks for a folder of photos, by the system's dialog; null where it was left or the host has none. */
    pickPhotoFolder: { input: v.object({}), output: {} as { name: string; files: HostFile[] } | null },
    /** Asks for a folder to save files into; null where it was left or the host has no dialogs. */
    pickSaveFolder: { input: v.object({}), output: {} as { folder: HostFile | null } },
    /** Writes a new file into a folder that was picked for it; a name that is taken gets a number. */
    saveInto: { input: v.object({ folder: text, name: text, bytes }), output: {} as { file: HostFile } },
    preferences: { input: v.object({}), output: {} as { json: string } },
    setPreferences: {
      input: v.object({ json: v.pipe(v.string(), v.maxLength(1 << 20)) }),
      output: {} as Record<string, never>,
    },
    copyPicture: {
      input: v.object({ text: v.nullable(v.string()), png: v.nullable(bytes) }),
      output: {} as { copied: boolean },
    },
    /** The window's title, whether there are unsaved changes, and the taskbar's progress (null: none). */
    showState: {
      input: v.object({ name: text, edited: v.boolean(), progress: v.nullable(unit) }),
      output: {} as Record<string, never>,
    },
    /** Ends an engine that does not answer; connecting anew starts another. */
    endEngine: { input: v.object({}), output: {} as Record<string, never> },
    closeWindow: { input: v.object({}), output: {} as Record<string, never> },
  },
  streams: {
    /** What the host has to say, for as long as the page lives. */
    events: {
      input: v.object({}),
      message: v.never(),
      event: {} as HostEvent,
      result: {} as Record<string, never>,
    },
  },
} satisfies Contract;
