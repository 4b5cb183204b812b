/**
 * The process in which a worker's photos are drawn, one order at a time.
 *
 * A drawing blocks its thread for seconds, and may bring its process down; the worker beside it renews the lease on the
 * job all the while, and lives. When the worker goes away or is to stop, the channel closes: the drawing is left off,
 * nothing is written, and this process ends.
 */

import { sentenceOf } from '../command-host.ts';
import { sketchPhoto } from '../jobs/sketch.ts';
import { drawJob, type Hearer, WrongFolder } from './draw-job.ts';
import type { Order, Reply } from './drawing-process.ts';

const stop = new AbortController();
let drawing: Promise<void> = Promise.resolve();

process.on('message', (order: Order) => {
  drawing = obey(order);
});
process.on('disconnect', () => {
  stop.abort();
  drawing.finally(() => process.exit());
});
// A Ctrl-C reaches all processes of a terminal; what it means for the job is the worker's to say.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});

async function obey({ job, shared }: Order): Promise<void> {
  const hearer: Hearer = {
    frame: (photo, frame) => reply({ kind: 'frame', photo, frame }),
    done: (photo, files, result) => reply({ kind: 'done', photo, files, result }),
  };
  try {
    reply({ kind: 'answer', answer: await drawJob(job, { sketchPhoto, shared, signal: stop.signal, hearer }) });
  } catch (failure) {
    const wrong = failure instanceof WrongFolder;
    reply(wrong ? { kind: 'wrong-folder' } : { kind: 'failed', reason: sentenceOf(failure, process) });
  }
}

function reply(message: Reply): void {
  // A worker that dies between two messages says so by the disconnect; without a callback it would be thrown.
  if (process.connected) process.send!(message, undefined, undefined, () => {});
}
