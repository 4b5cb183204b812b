/**
 * Turns a model as training exported it into the file that ships.  pack-model EXPORTED.onnx SHIPPED.onnx [FIGURES]
 *
 * Large weights are shortened, what no one asks for is dropped, and the file says what it is. Before anything is
 * written, the packed model is run beside the exported one; one that answers differently is not shipped. With FIGURES,
 * a folder, what the exported model answers is written there for the test of the shipped file.
 */

import fs from 'node:fs/promises';
import path from 'node:path';
import type { Graph, Tensor } from '../main/autodiff/graph.ts';
import { readModel, writeModel } from '../main/autodiff/onnx.ts';
import { MessageWriter } from '../main/autodiff/protobuf.ts';
import { floatTensor } from '../main/autodiff/tensor.ts';
import { writeWhole } from '../main/files/whole-file.ts';
import { createSession, runSession } from '../main/models/session.ts';
import { PROBE_COUNT, PROBE_SIDE, probePictures, relativeDifference } from './probe.ts';
import { type Shortening, shortenWeights, TOLERANCES } from './short-weights.ts';

interface Kind {
  about: string;
  /** What it publishes, and by which name each side of its map shrinks. */
  outputs: Record<string, string[]>;
  weights: Shortening;
}

/** The models that ship. An export is of the first kind all of whose outputs it has. */
const KINDS: Kind[] = [
  {
    about: 'The encoder built into Lineament: sees a photo and its line drawing alike. MIT. See models/README.md',
    outputs: {
      detail: ['height/8', 'width/8'],
      layout: ['height/16', 'width/16'],
      embedding: [],
      saliency: ['height/16', 'width/16'],
    },
    weights: 'float16',
  },
  {
    about: 'The mask network built into Lineament: tells a subject from its ground. MIT. See models/README.md',
    outputs: { subject: ['height/2', 'width/2'] },
    weights: 'int8',
  },
  {
    about: 'The depth network built into Lineament: how near each place is. MIT. See models/README.md',
    outputs: { depth: ['height/2', 'width/2'] },
    weights: 'float16',
  },
];

/** ModelProto fields beside the graph (onnx.proto3): the model's version, what it is. */
const VERSION = 3;
const ABOUT = 6;

async function pack(source: string, target: string, figures: string | undefined): Promise<void> {
  const exported = new Uint8Array(await fs.readFile(source));
  const graph = readModel(exported);
  const kind = KINDS.find(({ outputs }) =>
    Object.keys(outputs).every((name) => graph.outputs.some((output) => output.name === name)),
  );
  if (!kind) throw new Error(`${source} has the outputs of no model that ships; export it with export.py.`);
  const names = Object.keys(kind.outputs);
  const packed = aboutItself(
    writeModel(nameSizes(shortenWeights(graph, names, kind.weights), kind.outputs)),
    kind.about,
  );
  const [expected, actual] = [await answers(exported), await answers(packed)];
  for (const output of names) {
    const difference = relativeDifference(floats(actual, output), floats(expected, output));
    console.log(`${output.padEnd(10)} differs by ${difference.toExponential(2)} of its length`);
    if (!(difference < TOLERANCES[kind.weights])) {
      throw new Error(
        `${target} was not written: "${output}" may differ by ${TOLERANCES[kind.weights]}; store its weights less shortly.`,
      );
    }
  }
  await writeWhole(target, packed);
  console.log(`${target}: ${packed.length} bytes, from ${exported.length}`);
  if (!figures) return;
  for (const output of names) {
    const values = floats(expected, output);
    await writeWhole(
      path.join(figures, `${output}.f32`),
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
  }
}

/** The exporter calls every side "h" or "w", though maps are smaller than the picture; ONNX Runtime warns of that. */
function nameSizes(graph: Graph, outputs: Kind['outputs']): Graph {
  const sized = (dims: (number | string | null)[], sides: string[]) =>
    dims.length === 4 ? [...dims.slice(0, 2), ...sides] : dims;
  return {
    ...graph,
    inputs: graph.inputs.map((value) => ({ ...value, dims: sized(value.dims, ['height', 'width']) })),
    outputs: graph.outputs.map((value) => ({ ...value, dims: sized(value.dims, outputs[value.name]!) })),
  };
}

/** A protobuf message may be continued after its end: fields that are appended count as if written with the rest. */
function aboutItself(model: Uint8Array, text: string): Uint8Array {
  const about = new MessageWriter();
  about.text(VERSION, '1');
  about.text(ABOUT, text);
  return Buffer.concat([model, about.join()]);
}

async function answers(model: Uint8Array): Promise<Record<string, Tensor>> {
  const session = await createSession(model, { threads: 1 });
  try {
    return await runSession(session, {
      pixels: floatTensor(probePictures(), [PROBE_COUNT, 3, PROBE_SIDE, PROBE_SIDE]),
    });
  } finally {
    await session.release();
  }
}

function floats(results: Record<string, Tensor>, output: string): Float32Array {
  return results[output]!.data as Float32Array;
}

const [source, target, figures] = process.argv.slice(2);
if (source && target) {
  pack(source, target, figures).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
} else {
  console.error('expected: pack-model EXPORTED.onnx SHIPPED.onnx [FIGURES]');
  process.exitCode = 2;
}
