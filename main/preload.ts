/**
 * All that the page has of Electron: one function that opens a message port to its host or to the engine. No module of
 * Electron's reaches the page, and what may be asked through the ports is contract.ts's to say.
 *
 * The page is handed no port: main looks at who asks before it takes the other end of one. The engine's end goes straight
 * on to its process, so that frames pass nobody on their way.
 */

import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('lineament', {
  connect(name: unknown, onMessage: (message: unknown) => void, onClose: () => void) {
    if (name !== 'host' && name !== 'engine') throw new TypeError('There is a host and an engine to connect to.');
    const { port1, port2 } = new MessageChannel();
    let open = true;
    const closed = () => {
      if (!open) return;
      open = false;
      onClose();
    };
    port1.onmessage = ({ data }: { data: unknown }) => onMessage(data);
    port1.addEventListener('close', closed);
    ipcRenderer.postMessage('connect', name, [port2]);
    return {
      post: (message: unknown) => port1.postMessage(message),
      close: () => {
        port1.close();
        closed();
      },
    };
  },
});
