/**
 * Several threads that render scenes by name. Scenes are functions and cannot be sent, so each thread makes its own from
 * the name; rows and seeds do not depend on each other, so the number of threads changes nothing but the time.
 *
 * The file that imports this one is bundled with it into one script, which is both the program and its threads'.
 */

import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { randomScene } from './random-scene.ts';
import { type Film, type Picture, render } from './render.ts';
import { SAMPLES } from './samples.ts';
import type { Scene } from './scene.ts';

interface Order {
  ticket: number;
  /** The name of a sample, or a seed. */
  scene: string | number;
  film: Film;
}

if (!isMainThread)
  parentPort!.on('message', ({ ticket, scene, film }: Order) => {
    parentPort!.postMessage({ ticket, picture: render(sceneOf(scene), film) });
  });

/** A sample by its name, a scene by chance from its seed. */
export function sceneOf(scene: string | number): Scene {
  if (typeof scene === 'number') return randomScene(scene);
  const make = SAMPLES.find(({ name }) => name === scene)?.scene;
  if (!make) throw new Error(`There is no scene '${scene}'.`);
  return make();
}

/**
 * Renders orders on all cores and hands over each result in the orders' sequence.
 *
 * @throws what a thread throws; the others are then ended
 */
export async function renderAll(
  orders: readonly Omit<Order, 'ticket'>[],
  done: (picture: Picture, index: number) => void | Promise<void>,
): Promise<void> {
  const threads = Array.from(
    { length: Math.max(1, Math.min(os.cpus().length, orders.length)) },
    () => new Worker(fileURLToPath(import.meta.url)),
  );
  const ready = new Map<number, Picture>();
  let next = 0;
  let handed = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const give = (thread: Worker) => {
        // Results wait for their turn in memory, so a fast thread may not run far ahead of a slow one.
        if (next < orders.length) thread.postMessage({ ticket: next, ...orders[next++] });
      };
      let writing = Promise.resolve();
      for (const thread of threads) {
        thread.on('error', reject);
        thread.on('message', ({ ticket, picture }: { ticket: number; picture: Picture }) => {
          ready.set(ticket, picture);
          writing = writing.then(async () => {
            for (let found = ready.get(handed); found; found = ready.get(handed)) {
              ready.delete(handed);
              await done(found, handed++);
            }
            if (handed === orders.length) resolve();
          });
          writing.catch(reject);
          give(thread);
        });
        give(thread);
      }
    });
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}
