/** A WebSocket as a port: each message one binary frame of MessagePack, which carries bytes as bytes. */

import { decode, encode } from '@msgpack/msgpack';
import type { WebSocket } from 'ws';
import type { Port } from './rpc.ts';

/** The port of an open socket. A frame that cannot be read closes it: our own page sends none such. */
export function socketPort(socket: WebSocket): Port {
  return {
    post(message) {
      if (socket.readyState === socket.OPEN) socket.send(encode(message, { ignoreUndefined: true }));
    },
    onMessage(listener) {
      socket.on('message', (data: Buffer, binary) => {
        let message: unknown;
        try {
          if (!binary) throw new TypeError('text');
          // A plain view: what is cut out of a Buffer would be a Buffer again, and no plain bytes on the other side.
          message = decode(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
        } catch {
          return socket.close(1003, 'A message is one binary frame of MessagePack.');
        }
        listener(message);
      });
    },
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.close(),
  };
}
