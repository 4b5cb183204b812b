/** What the page shows of models, beside their list: downloads under way, what was said of each, devices and speed. */

import type { EncoderSpeed, ShownDevice, ShownModel } from '../../main/contract.ts';

export interface Download {
  /** Bytes of the file that comes now. */
  received: number;
  /** null while it is not known. */
  total: number | null;
  /** Seconds left, as the last ones went; null while there is too little to judge by. */
  secondsLeft: number | null;
}

/** What is said of one model, in its row. */
export interface ModelNote {
  text: string;
  bad: boolean;
}

export interface ModelsState {
  /** Empty until it was asked for. */
  list: readonly ShownModel[];
  folder: string;
  /** Why some of one's own models are not in the list, in a sentence. */
  fault: string | null;
  /** Under way, by the name of the model that was asked for. */
  downloads: ReadonlyMap<string, Download>;
  notes: ReadonlyMap<string, ModelNote>;
  devices: { list: readonly ShownDevice[]; auto: string } | null;
  /** Of the encoder and the device that are chosen; null: not known, 'timing': being found out. */
  speed: EncoderSpeed | 'timing' | null;
}

export const NO_MODELS: ModelsState = {
  list: [],
  folder: '',
  fault: null,
  downloads: new Map(),
  notes: new Map(),
  devices: null,
  speed: null,
};

/** Key of the note that is about a file which was to be added. */
export const ADDED = '';
