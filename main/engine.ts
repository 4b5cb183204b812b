/**
 * The engine: a process of its own that holds the networks, so that neither a window nor its host ever waits for them.
 *
 * It serves the engine's contract on one port and ends with it: under Electron the port comes in the first message from
 * the parent, under Node the parent's own channel is the port. Killing it is always safe; it holds nothing but memory.
 */

import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { engineContract } from './contract.ts';
import { cutoutFile } from './jobs/cutout.ts';
import { depthFile, measureDepth } from './jobs/depth.ts';
import { encoderSpeed, shownDevices } from './jobs/encoder-speed.ts';
import { liveSketch, type PageEdit } from './jobs/live-sketch.ts';
import { verifyModel } from './jobs/model-shelf.ts';
import { pointsOfInterest } from './jobs/points-of-interest.ts';
import { openPreview, previewSubject } from './jobs/preview.ts';
import { priceStrokes } from './jobs/price-strokes.ts';
import { renderPng, renderRun } from './jobs/render.ts';
import { changeMask, listRegions, segment } from './jobs/segment.ts';
import { addShownModel, getShownModel, removeShownModel, setShownPixels, shownModels } from './jobs/shown-models.ts';
import { listParts } from './jobs/subject-parts.ts';
import { type Port, serve } from './rpc.ts';

/** Serves the engine's contract until the port closes. */
export function serveEngine(port: Port): void {
  serve(engineContract, port, {
    calls: {
      listModels: () => shownModels(),
      removeModel: removeShownModel,
      verifyModel: async ({ name }) => ({ fault: (await verifyModel(name)).fault }),
      addModel: addShownModel,
      setPixels: setShownPixels,
      listDevices: shownDevices,
      encoderSpeed,
      openPhoto: ({ photo, name }) => openPreview(photo, name),
      findSubject: ({ photo }) => previewSubject(photo),
      pointsOfInterest,
      measureDepth,
      depthFile,
      segment,
      listRegions,
      changeMask,
      listParts,
      cutOut: cutoutFile,
      priceStrokes,
      renderPng: ({ svg, scale }) => renderPng(svg, scale),
      renderRun: async ({ frames, width, seconds, format }) => ({
        bytes: await renderRun(frames, width, seconds, format),
      }),
    },
    streams: {
      getModel: (request, { emit, signal }) => getShownModel(request, emit, signal),
      sketch: (request, lane) => {
        let asked: PageEdit[] = [];
        lane.onMessage((edit) => {
          asked.push(edit);
        });
        const edits = () => {
          const taken = asked;
          asked = [];
          return taken;
        };
        return liveSketch(request, { show: lane.emit, edits, signal: lane.signal });
      },
    },
  });
}

/** The part of Electron's MessagePortMain that is spoken to. */
interface MessagePort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
  start(): void;
  close(): void;
}

interface ParentPort {
  once(event: 'message', listener: (event: { ports: MessagePort[] }) => void): void;
}

function electronPort(port: MessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data));
      // Messages wait in the port until it is started.
      port.start();
    },
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  };
}

/** This process's channel to the Node process that forked it. */
function forkedPort(): Port {
  return {
    post: (message) => {
      // A parent that goes away between two messages says so by the disconnect; without a callback it would be thrown.
      if (process.connected) process.send!(message, undefined, undefined, () => {});
    },
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', listener),
    close: () => process.disconnect(),
  };
}

function serveAndEnd(port: Port): void {
  serveEngine(port);
  port.onClose(() => process.exit());
}

const { parentPort } = process as unknown as { parentPort?: ParentPort };
const started = process.argv[1];
if (parentPort) parentPort.once('message', ({ ports }) => serveAndEnd(electronPort(ports[0]!)));
else if (process.send && started && isThisFile(started)) serveAndEnd(forkedPort());

/** Whether this file is what the process was started with: whoever imports it has a channel for other things. */
function isThisFile(file: string): boolean {
  return fs.existsSync(file) && fs.realpathSync(file) === fs.realpathSync(fileURLToPath(import.meta.url));
}
