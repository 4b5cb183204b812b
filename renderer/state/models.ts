/**
 * The models as the page knows them: what there is, what is being downloaded, where they run and how quickly. The engine
 * does the work; what goes wrong with a model is one sentence in its row.
 */

import type { Device, NormalisationName } from '../../main/contract.ts';
import type { Running } from '../../main/rpc.ts';
import type { Connection } from './connection.ts';
import { ADDED, type Download, type ModelNote, type ModelsState } from './models-state.ts';
import { useStore } from './store.ts';
import { announce } from './voice.ts';

export class Models {
  private readonly running = new Map<string, Running<{ paused: boolean }, never>>();
  /** Downloads under way of which nothing is to be kept. */
  private readonly cancelled = new Set<string>();
  private timing = 0;
  /** Whether what there is could not be told: that is said until it can. */
  private untold = false;

  constructor(private readonly connection: Connection) {}

  /** Asks anew what there is. */
  async refresh(): Promise<void> {
    await this.telling(async () => {
      const { models, folder, fault } = await this.engine.call('listModels', {});
      set({ list: models, folder, fault });
    });
  }

  /** Asks what models run on here; `again` tries all devices anew. */
  async findDevices(again: boolean): Promise<void> {
    await this.telling(async () => {
      if (again) set({ devices: null });
      const { devices, auto } = await this.engine.call('listDevices', { again });
      set({ devices: { list: devices, auto } });
    });
  }

  /** Times an encoder on a device, unless a sketch is under way: it would slow that down. */
  async time(encoder: string, device: Device): Promise<void> {
    if (useStore.getState().job) return;
    const mine = ++this.timing;
    set({ speed: 'timing' });
    const speed = await this.engine.call('encoderSpeed', { encoder, device }).catch((error: Error) => {
      if (mine === this.timing) note(encoder, { text: error.message, bad: true });
      return null;
    });
    if (mine === this.timing) set({ speed });
  }

  /** Downloads a model with those that it needs, from where it was paused. @param agreed to its licence, just now */
  async download(name: string, agreed: boolean): Promise<void> {
    if (this.running.has(name)) return;
    note(name, null);
    const pace = new Pace();
    show(name, { received: 0, total: null, secondsLeft: null });
    const running = this.engine.stream('getModel', { name, agreed }, ({ name: file, received, total }) => {
      show(name, { received, total, secondsLeft: pace.left(file, received, total, performance.now() / 1000) });
    });
    this.running.set(name, running);
    await this.saying(name, async () => {
      const { paused } = await running.result;
      if (!paused) announce(`${modelTitle(name)} is here.`);
    });
    if (this.cancelled.delete(name)) await this.remove(name);
    else await this.refresh();
    this.running.delete(name);
    show(name, null);
  }

  /** Pauses a download; what came stays. */
  pause(name: string): void {
    this.running.get(name)?.stop();
  }

  /** Ends a download, and takes away what came. */
  async cancel(name: string): Promise<void> {
    const running = this.running.get(name);
    if (!running) return this.remove(name);
    this.cancelled.add(name);
    running.stop();
  }

  async remove(name: string): Promise<void> {
    const { settings } = useStore.getState();
    await this.saying(name, async () => {
      await this.engine.call('removeModel', { name });
      if (settings.encoder === name) this.use('built-in');
    });
    await this.refresh();
  }

  async verify(name: string): Promise<void> {
    note(name, { text: 'Being checked…', bad: false });
    await this.saying(name, async () => {
      const { fault } = await this.engine.call('verifyModel', { name });
      note(name, fault === null ? { text: 'Checked: it is whole and right.', bad: false } : null);
    });
    await this.refresh();
  }

  /** Keeps an encoder of the person's own. */
  async add(file: File): Promise<void> {
    note(ADDED, { text: `${file.name} is being looked into…`, bad: false });
    await this.saying(ADDED, async () => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      await this.engine.call('addModel', { file: file.name, bytes });
      note(ADDED, null);
      announce(`${file.name} was added.`);
    });
    await this.refresh();
  }

  /** Corrects how pixels go into one's own encoder. */
  async setPixels(name: string, normalisation: NormalisationName): Promise<void> {
    await this.saying(name, async () => void (await this.engine.call('setPixels', { name, normalisation })));
    await this.refresh();
  }

  /** Has sketches made with this encoder. */
  use(encoder: string): void {
    const { settings } = useStore.getState();
    useStore.setState({ settings: { ...settings, encoder } });
    announce(`Sketches are drawn by ${modelTitle(encoder)} now.`);
  }

  /** Has models run on this device. */
  runOn(device: Device): void {
    useStore.setState({ device });
  }

  /** Nobody waits for what is asked of models, so nothing gives way to it. */
  private get engine() {
    return this.connection.engineBeside();
  }

  /** Asks what there is; why that cannot be told is said until it can. */
  private async telling(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      if (this.untold) note(ADDED, null);
      this.untold = false;
    } catch (error) {
      this.untold = true;
      note(ADDED, { text: (error as Error).message, bad: true });
    }
  }

  /** Does what may fail; its sentence is said in the model's row then. */
  private async saying(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      note(name, { text: (error as Error).message, bad: true });
    }
  }
}

/** What a model is called. */
export function modelTitle(name: string): string {
  if (name === 'built-in') return 'the built-in model';
  return useStore.getState().models.list.find((model) => model.name === name)?.title ?? name;
}

/** Seconds over which a download's pace is taken. */
const PACED = 3;

/** How quickly a download comes, by its last seconds. */
export class Pace {
  private file = '';
  private seen: { at: number; received: number }[] = [];

  /**
   * Seconds left of a file; null while there is too little to judge by.
   * @param at now, in seconds
   */
  left(file: string, received: number, total: number | null, at: number): number | null {
    if (file !== this.file) this.seen = [];
    this.file = file;
    this.seen = [...this.seen.filter((one) => one.at >= at - PACED), { at, received }];
    const [first] = this.seen as [{ at: number; received: number }];
    const rate = (received - first.received) / (at - first.at);
    if (total === null || at - first.at < 1 || !(rate > 0)) return null;
    return (total - received) / rate;
  }
}

function set(change: Partial<ModelsState>): void {
  useStore.setState({ models: { ...useStore.getState().models, ...change } });
}

function show(name: string, download: Download | null): void {
  const downloads = new Map(useStore.getState().models.downloads);
  if (download) downloads.set(name, download);
  else downloads.delete(name);
  set({ downloads });
}

function note(name: string, said: ModelNote | null): void {
  const notes = new Map(useStore.getState().models.notes);
  if (said) notes.set(name, said);
  else notes.delete(name);
  set({ notes });
}
