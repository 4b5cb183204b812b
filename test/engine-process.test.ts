import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';
import { engineContract } from '../main/contract.ts';
import { connect, type Port } from '../main/rpc.ts';

const ENGINE = path.resolve('out/main/engine.js');

/** What Electron gives a utility process: a parent whose first message carries a port, here the channel of the fork. */
const AS_ELECTRON = `
import { EventEmitter } from 'node:events';
const port = new EventEmitter();
port.postMessage = (message) => process.send(message);
port.start = () => process.on('message', (data) => port.emit('message', { data }));
process.on('disconnect', () => port.emit('close'));
process.parentPort = new EventEmitter();
process.parentPort.once('newListener', () =>
  setImmediate(() => process.parentPort.emit('message', { ports: [port] })));
`;

const portOf = (child: ChildProcess): Port => ({
  post: (message) => child.send(message as object),
  onMessage: (listener) => child.on('message', listener),
  onClose: (listener) => child.on('exit', listener),
  close: () => child.disconnect(),
});

test.each([
  ['a Node process that forked it', []],
  ['Electron', ['--import', `data:text/javascript,${encodeURIComponent(AS_ELECTRON)}`]],
])('the engine as a process serves %s, and ends when it is left', async (_, execArgv) => {
  const child = fork(ENGINE, [], { serialization: 'advanced', execArgv });
  const engine = connect(engineContract, portOf(child));
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>';
  expect(await engine.call('renderPng', { svg, scale: 2 })).toMatchObject({ width: 8, height: 6 });
  const ended = once(child, 'exit');
  engine.close();
  expect(await ended).toEqual([0, null]);
});
