/** A Redis server for one test file: that of the system, on a port of its own, with nothing on the disk. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import net from 'node:net';

/** Whether the system has one (Debian: `apt install redis-server`). */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export interface RedisServer {
  address: string;
  end(): void;
}

/** Starts it, and waits until it listens. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'inherit'] });
  await readiness(child);
  return { address: `redis://127.0.0.1:${port}`, end: () => child.kill('SIGKILL') };
}

function readiness(child: ChildProcess): Promise<void> {
  let log = '';
  return new Promise((resolve, reject) => {
    child.stdout!.on('data', (chunk) => {
      log += chunk;
      if (log.includes('Ready to accept connections')) resolve();
    });
    child.on('exit', () => reject(new Error(`redis-server ended: ${log}`)));
  });
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
