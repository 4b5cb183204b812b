/** A worker's drawing process, seen from the worker: orders go in, answers come out, and when it dies there is another. */

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { GivenBack, type Hearer, WrongFolder } from './draw-job.ts';
import type { Answer } from './job.ts';

/** What the process is asked. */
export interface Order {
  /** As it came from the queue. */
  job: unknown;
  /** The shared folder on this machine. */
  shared: string;
}

type Said<Name extends keyof Hearer> = Parameters<Hearer[Name]>;

/** What it says, the last of an order being its answer or its failure. */
export type Reply =
  | { kind: 'frame'; photo: string; frame: Said<'frame'>[1] }
  | { kind: 'done'; photo: string; files: string[]; result: Said<'done'>[2] }
  | { kind: 'answer'; answer: Answer }
  | { kind: 'wrong-folder' }
  | { kind: 'failed'; reason: string };

/** Milliseconds after which a process that was asked to end is ended. */
const PATIENCE = 3000;

/** Beside the command line in the build. */
const BUILT = fileURLToPath(new URL('./drawer.js', import.meta.url));

export class DrawingProcess {
  private child: ChildProcess | null = null;

  /**
   * @param signal ends the process, and what it draws with it
   * @param file the built process
   */
  constructor(
    private readonly shared: string,
    private readonly hearer: Hearer,
    private readonly signal: AbortSignal,
    private readonly file = BUILT,
  ) {
    signal.addEventListener('abort', () => this.end());
  }

  /**
   * Draws a job; one at a time.
   * @throws GivenBack when the signal fired before it was done, or the shared folder is another
   * @throws Error with one sentence: what the job failed of, or that the process died or could not be started
   */
  async draw(job: unknown): Promise<Answer> {
    if (this.signal.aborted) throw new GivenBack();
    this.child ??= this.start();
    const { child } = this;
    return new Promise((resolve, reject) => {
      const settle = (how: () => void) => {
        child.off('message', hear).off('exit', died).off('error', failed);
        how();
      };
      const hear = (reply: Reply) => {
        if (reply.kind === 'frame') this.hearer.frame(reply.photo, reply.frame);
        else if (reply.kind === 'done') this.hearer.done(reply.photo, reply.files, reply.result);
        else if (reply.kind === 'answer') settle(() => resolve(reply.answer));
        else if (reply.kind === 'wrong-folder') settle(() => reject(new WrongFolder(this.shared)));
        else settle(() => reject(new Error(reply.reason)));
      };
      const died = (code: number | null, signal: string | null) =>
        settle(() =>
          reject(
            this.signal.aborted
              ? new GivenBack()
              : new Error(`The process that drew it died (${signal ?? `exit code ${code}`}): it may need more memory.`),
          ),
        );
      const failed = ({ message }: Error) =>
        settle(() => reject(new Error(`The process that was to draw it could not be started: ${message}.`)));
      child.on('message', hear).on('exit', died).on('error', failed);
      child.send({ job, shared: this.shared } satisfies Order, () => {});
    });
  }

  private start(): ChildProcess {
    const child = fork(this.file, [], { serialization: 'advanced', execArgv: [] });
    const gone = () => {
      if (this.child === child) this.child = null;
    };
    // One that never came to life says so by an error alone.
    child.on('exit', gone).on('error', gone);
    return child;
  }

  private end(): void {
    const { child } = this;
    if (!child?.connected) return;
    child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    child.once('exit', () => clearTimeout(timer));
  }
}
