/**
 * The page's two connections under Electron. It sends the end of a fresh channel; the host's end is served here, the
 * engine's is handed to an engine process of its own and never read here.
 */

import type { IpcMainEvent, MessagePortMain, UtilityProcess, WebContents } from 'electron';
import { type ElectronModule, isFromPage } from './app-security.ts';
import { hostContract } from './contract.ts';
import type { HostHandlers } from './host-calls.ts';
import { type Port, serve } from './rpc.ts';

export interface Ports {
  /** Takes connections from this page, and from no other. */
  attach(contents: WebContents): void;
  /** Ends the engine, whatever it does; the page's port to it closes. */
  endEngine(): void;
}

/**
 * @param engineFile the built engine
 * @param handlers what the host answers
 */
export function openPorts(electron: ElectronModule, engineFile: string, handlers: HostHandlers): Ports {
  let page: WebContents | null = null;
  let engine: UtilityProcess | null = null;
  const endEngine = () => {
    engine?.kill();
    engine = null;
  };

  electron.ipcMain.on('connect', (event: IpcMainEvent, name: unknown) => {
    const [port, ...more] = event.ports;
    const refuse = () => event.ports.forEach((one) => void one.close());
    if (event.sender !== page || !isFromPage(event) || !port || more.length) return refuse();
    if (name === 'host') {
      serve(hostContract, mainPort(port), handlers);
      port.start();
    } else if (name === 'engine') {
      // A page that was loaded anew has forgotten the engine it had.
      endEngine();
      engine = electron.utilityProcess.fork(engineFile, [], { serviceName: 'Lineament engine', stdio: 'inherit' });
      engine.postMessage('port', [port]);
    } else refuse();
  });

  return {
    attach(contents) {
      page = contents;
      contents.on('render-process-gone', endEngine);
      contents.on('destroyed', () => {
        endEngine();
        if (page === contents) page = null;
      });
    },
    endEngine,
  };
}

function mainPort(port: MessagePortMain): Port {
  let open = true;
  port.on('close', () => {
    open = false;
  });
  return {
    post: (message) => {
      if (open) port.postMessage(message);
    },
    onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
}
