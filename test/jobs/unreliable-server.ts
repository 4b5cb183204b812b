/** A file server on this machine that misbehaves as it is told, request by request. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export type Behaviour =
  /** All that was asked for, ranges too. */
  | 'serve'
  /** Half of it, then the connection is cut. */
  | 'cut'
  /** Half of it, then silence. */
  | 'stall'
  /** As many bytes, all wrong. */
  | 'wrong'
  /** A length that is not the file's. */
  | 'short'
  /** No length, and bytes without end. */
  | 'endless'
  /** All of it, whatever range was asked for. */
  | 'whole'
  | 'redirect'
  | 'busy'
  | 'missing';

export interface UnreliableServer {
  url: string;
  /** What the next requests meet; then 'serve'. */
  next: Behaviour[];
  /** The Range header of each request. */
  asked: (string | undefined)[];
  close(): Promise<void>;
}

export async function startUnreliable(file: Uint8Array): Promise<UnreliableServer> {
  const next: Behaviour[] = [];
  const asked: (string | undefined)[] = [];
  const server = http.createServer((request, response) => {
    const behaviour = next.shift() ?? 'serve';
    const { range } = request.headers;
    asked.push(range);
    if (behaviour === 'missing') return response.writeHead(404).end('no');
    if (behaviour === 'busy') return response.writeHead(503).end('later');
    if (behaviour === 'redirect') return response.writeHead(302, { location: '/elsewhere' }).end();
    const from = behaviour !== 'whole' && range ? Number(/(\d+)-/.exec(range)![1]) : 0;
    if (from >= file.length) return response.writeHead(416).end();
    const rest = file.subarray(from);
    const head = from ? { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` } : {};
    if (behaviour === 'endless') {
      response.writeHead(200);
      const pour = () => response.write(Buffer.alloc(1 << 16), () => response.destroyed || pour());
      return pour();
    }
    const length = behaviour === 'short' ? rest.length - 10 : rest.length;
    response.writeHead(from ? 206 : 200, { 'content-length': length, ...head });
    const half = rest.subarray(0, rest.length >> 1);
    if (behaviour === 'cut') return response.write(half, () => response.destroy());
    if (behaviour === 'stall') return response.write(half);
    if (behaviour === 'wrong') return response.end(rest.map((byte) => byte ^ 1));
    return response.end(rest.subarray(0, length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
