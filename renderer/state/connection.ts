/**
 * The page's ends of the two connections: to its host, and to the engine. Under Electron the preload gives ports; in a
 * browser tab they are WebSockets to the server that the page came from. Nothing else differs between the hosts.
 *
 * The engine's connection is made when it is first needed, and anew after it was lost: that starts another engine.
 */

import { decode, encode } from '@msgpack/msgpack';
import { engineContract, hostContract } from '../../main/contract.ts';
import { type Client, connect, type Port } from '../../main/rpc.ts';

type Side = 'host' | 'engine';

/** What Electron's preload puts on the page, and nothing more. */
interface Preloaded {
  connect(
    side: Side,
    onMessage: (message: unknown) => void,
    onClose: () => void,
  ): { post(message: unknown): void; close(): void };
}

declare global {
  interface Window {
    lineament?: Preloaded;
  }
}

export type Host = Client<typeof hostContract>;
export type Engine = Client<typeof engineContract>;

/** What a person is told of that for which an answer will not come. An engine is started anew when it is next needed. */
const LOST: Record<Side, string> = {
  host: 'Lineament does not answer any more. Start it again where you started it.',
  engine: 'The process that looks at pictures stopped. Try that again.',
};

export class Connection {
  readonly host: Host = connect(hostContract, openPort('host'), LOST.host);
  /** Told when somebody's work begins at the engine, so that what runs beside gives way, and when it ends. */
  onWork: (begins: boolean) => void = () => {};
  private current: { engine: Engine; counted: Engine } | null = null;
  private working = 0;

  /** The engine for what somebody waits for; started if there is none. */
  engine(): Engine {
    return this.open().counted;
  }

  /** The engine for what runs beside, and gives way to all else. */
  engineBeside(): Engine {
    return this.open().engine;
  }

  /** Whether the engine works for somebody. */
  get busy(): boolean {
    return this.working > 0;
  }

  private open(): { engine: Engine; counted: Engine } {
    if (this.current) return this.current;
    const engine = connect(engineContract, openPort('engine'), LOST.engine);
    const current = { engine, counted: this.counted(engine) };
    this.current = current;
    void engine.closed.then(() => {
      if (this.current === current) this.current = null;
    });
    return current;
  }

  private counted(engine: Engine): Engine {
    const during = (work: Promise<unknown>) => {
      this.working++;
      this.onWork(true);
      const end = () => {
        this.working--;
        this.onWork(false);
      };
      work.then(end, end);
    };
    return {
      ...engine,
      call: (name, input) => {
        const answer = engine.call(name, input);
        during(answer);
        return answer;
      },
      stream: (name, input, onEvent) => {
        const running = engine.stream(name, input, onEvent);
        during(running.result);
        return running;
      },
    };
  }

  /** Ends an engine that does not answer. */
  endEngine(): void {
    this.current?.engine.close();
    this.current = null;
    void this.host.call('endEngine', {}).catch(() => undefined);
  }
}

function openPort(side: Side): Port {
  return window.lineament ? preloadedPort(window.lineament, side) : socketPort(side);
}

function preloadedPort(preloaded: Preloaded, side: Side): Port {
  const heard: ((message: unknown) => void)[] = [];
  const ended: (() => void)[] = [];
  const port = preloaded.connect(
    side,
    (message) => {
      for (const listener of heard) listener(message);
    },
    () => {
      for (const listener of ended) listener();
    },
  );
  return {
    post: (message) => port.post(message),
    onMessage: (listener) => heard.push(listener),
    onClose: (listener) => ended.push(listener),
    close: () => port.close(),
  };
}

/** Says to the server which sockets are this page's: an engine is ended for the tab that asks, and for no other. */
const TAB = crypto.randomUUID();

/** Messages in binary frames of MessagePack; those before the socket is open wait for it. */
function socketPort(side: Side): Port {
  const address = new URL(`/${side}?tab=${TAB}`, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  const early: Uint8Array<ArrayBuffer>[] = [];
  socket.addEventListener('open', () => {
    for (const message of early.splice(0)) socket.send(message);
  });
  return {
    post: (message) => {
      const bytes = encode(message);
      if (socket.readyState === WebSocket.CONNECTING) early.push(bytes);
      else if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    },
    onMessage: (listener) => {
      socket.addEventListener('message', ({ data }) => listener(decode(new Uint8Array(data as ArrayBuffer))));
    },
    onClose: (listener) => socket.addEventListener('close', () => listener()),
    close: () => socket.close(),
  };
}
