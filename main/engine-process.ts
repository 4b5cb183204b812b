/**
 * The engine as a child process of a host under plain Node, seen as a port.
 *
 * A process of its own, because a run of the model blocks its thread: an engine that does not answer can be ended
 * without harm to the page, and connecting anew starts another.
 */

import { fork } from 'node:child_process';
import type { Port } from './rpc.ts';

export interface EnginePort extends Port {
  /** Of the engine's process; undefined where it could not be started. */
  readonly pid: number | undefined;
}

/**
 * Starts an engine. The port closes when its process ends, and closing the port ends the process, at once and for
 * sure: an engine in the middle of a run looks at no signal but SIGKILL.
 * @param file the built engine
 */
export function forkEngine(file: string): EnginePort {
  const child = fork(file, [], { serialization: 'advanced', execArgv: [] });
  let closed = false;
  const listeners: (() => void)[] = [];
  const close = () => {
    if (closed) return;
    closed = true;
    child.kill('SIGKILL');
    for (const listener of listeners) listener();
  };
  child.on('exit', close);
  child.on('error', close);
  child.on('disconnect', close);
  return {
    pid: child.pid,
    post(message) {
      // A process that dies between two messages says so by its exit.
      if (!closed && child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => void child.on('message', listener),
    onClose: (listener) => void listeners.push(listener),
    close,
  };
}
