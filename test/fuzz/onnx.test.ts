/**
 * ONNX files from anybody, through our own reader and as far as inspection goes without running them: a graph, or one
 * sentence for the person who chose the file; no more memory than the file accounts for.
 */

import fs from 'node:fs';
import { expect, test } from 'vitest';
import { toFloat32Graph } from '../../main/autodiff/float32.ts';
import type { Graph } from '../../main/autodiff/graph.ts';
import { findPicture } from '../../main/autodiff/inspect.ts';
import { readModel, writeModel } from '../../main/autodiff/onnx.ts';
import { MessageWriter } from '../../main/autodiff/protobuf.ts';
import { reachable, sortNodes } from '../../main/autodiff/structure.ts';
import { upgrade } from '../../main/autodiff/upgrade.ts';
import { openFindings } from '../../main/jobs/encoder-findings.ts';
import { modelOf, node } from '../autodiff/cases/case.ts';
import { mutated } from './mutate.ts';
import { messageMutation } from './structures.ts';
import { flawOf, tryCases } from './trial.ts';

/** Sentences about models are half of one: the file's name goes before them. */
const flaw = (error: unknown) => flawOf(error, { stop: false });

const small = writeModel(
  modelOf(
    [
      node('Conv', ['x', 'w'], ['a'], {
        pads: { kind: 'ints', value: [1, 1, 1, 1] },
        group: { kind: 'int', value: 1 },
      }),
      node('Resize', ['a', '', 'scales'], ['b'], { mode: { kind: 'string', value: 'linear' } }),
      node('Clip', ['b', 'low'], ['c']),
      node('ReduceMean', ['c'], ['d'], { axes: { kind: 'ints', value: [2, 3] } }),
    ],
    {
      w: { type: 'float32', dims: [2, 3, 3, 3], data: new Float32Array(54).fill(0.1) },
      scales: { type: 'float32', dims: [4], data: Float32Array.of(1, 1, 2, 2) },
      low: { type: 'float16', dims: [], data: Uint16Array.of(0) },
    },
    ['d'],
  ),
);
/** Without their weights real files are small, and their structure is what is to be tried. */
const stripped = (file: string) => {
  const graph = readModel(new Uint8Array(fs.readFileSync(file)));
  const initializers = [...graph.initializers].filter(([, { data }]) => data.byteLength < 256);
  return writeModel({ ...graph, initializers: new Map(initializers) });
};
const FILES = [
  small,
  stripped('test/fixtures/vit-clip-opset11.onnx'),
  stripped('test/fixtures/resnet-clip-opset17.onnx'),
  new Uint8Array(fs.readFileSync('test/fixtures/wild/hf-clip-dynamo-20.onnx')).slice(0, 40_000),
];

/** All that is done to a model before it is run for the first time. */
function look(bytes: Uint8Array): Graph {
  const model = readModel(bytes, () => new Uint8Array(64));
  const graph = upgrade(toFloat32Graph({ ...model, nodes: sortNodes(model) }));
  reachable(graph, [findPicture(graph).name]);
  return graph;
}

test('mutated models are read or refused in a sentence', async () => {
  const { read, refused } = await tryCases({
    kind: 'onnx',
    cases: 3000,
    make: (random) => mutated(random, FILES, [messageMutation, messageMutation, messageMutation]),
    run: look,
    show: (bytes) => bytes,
    flaw,
  });
  expect(read).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(100);
});

const tensorModel = (fill: (tensor: MessageWriter) => void) => {
  const model = new MessageWriter();
  model.int(1, 8);
  model.message(7, (graph) => graph.message(5, fill));
  model.message(8, (opset) => opset.int(2, 17));
  return model.join();
};
const dims = (tensor: MessageWriter, ...sizes: (number | bigint)[]) => {
  for (const size of sizes) tensor.int(1, size);
};

/** A model whose functions each call the next one twice: 2^40 nodes in 40 functions. */
function doubling(): Uint8Array {
  const model = new MessageWriter();
  const call = (node: MessageWriter, name: string) => {
    node.text(1, 'x');
    node.text(2, 'y');
    node.text(4, name);
    node.text(7, 'own');
  };
  model.int(1, 8);
  model.message(7, (graph) => graph.message(1, (inner) => call(inner, 'f0')));
  model.message(8, (opset) => opset.int(2, 17));
  for (let i = 0; i < 40; i++)
    model.message(25, (body) => {
      body.text(1, `f${i}`);
      body.text(4, 'x');
      body.text(5, 'y');
      body.text(10, 'own');
      for (let twice = 0; twice < 2; twice++) body.message(7, (inner) => call(inner, `f${i + 1}`));
    });
  return model.join();
}

/** A graph in an attribute of a node of a graph in an attribute, `levels` deep. */
function nested(levels: number): Uint8Array {
  let graph = new MessageWriter().join();
  for (let i = 0; i < levels; i++) {
    const around = new MessageWriter();
    around.message(1, (node) =>
      node.message(5, (attribute) => {
        attribute.text(1, 'body');
        attribute.int(20, 5);
        attribute.bytes(6, graph);
      }),
    );
    graph = around.join();
  }
  const model = new MessageWriter();
  model.int(1, 8);
  model.bytes(7, graph);
  model.message(8, (opset) => opset.int(2, 17));
  return model.join();
}

const BOMBS: Record<string, () => Uint8Array> = {
  'a constant that claims gigabytes': () =>
    tensorModel((tensor) => {
      dims(tensor, 1 << 16, 1 << 16);
      tensor.int(2, 1);
    }),
  'a constant of negative size': () =>
    tensorModel((tensor) => {
      dims(tensor, -4n, -4n);
      tensor.int(2, 1);
      tensor.bytes(9, new Uint8Array(64));
    }),
  'a constant of 2^63': () =>
    tensorModel((tensor) => {
      dims(tensor, 2n ** 62n, 2n ** 62n, 0);
      tensor.int(2, 11);
      tensor.bytes(9, new Uint8Array(8));
    }),
  'a constant of a million dimensions': () =>
    tensorModel((tensor) => {
      tensor.bytes(1, new Uint8Array(1_000_000).fill(1));
      tensor.int(2, 1);
      tensor.bytes(9, new Uint8Array(4));
    }),
  'floats that are cut in the middle': () =>
    tensorModel((tensor) => {
      dims(tensor, 1);
      tensor.int(2, 1);
      tensor.bytes(4, new Uint8Array(7));
    }),
  'weights beside it before their beginning': () =>
    tensorModel((tensor) => {
      dims(tensor, 4);
      tensor.int(2, 1);
      for (const [key, value] of Object.entries({ location: 'a', offset: '-16', length: 'x' }))
        tensor.message(13, (entry) => {
          entry.text(1, key);
          entry.text(2, value);
        });
      tensor.int(14, 1);
    }),
  'functions that double': doubling,
  'graphs in graphs': () => nested(2000),
};

test.each(Object.keys(BOMBS))('%s: refused in a sentence', async (name) => {
  const { refused } = await tryCases({
    kind: 'onnx-bomb',
    cases: 1,
    make: BOMBS[name]!,
    run: look,
    show: (bytes) => bytes,
    flaw,
  });
  expect(refused).toBe(1);
});

test('models that are read are inspected or refused in a sentence, run by the runtime though they are', async () => {
  await tryCases({
    kind: 'onnx-run',
    cases: 150,
    make: (random) => mutated(random, [small], [messageMutation, messageMutation, messageMutation]),
    run: (bytes) => openFindings(readModel(bytes), { batch: 1, size: 8 }),
    show: (bytes) => bytes,
    flaw,
  });
});
