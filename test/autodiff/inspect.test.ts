/**
 * What is found in an encoder without any name given. The expected tensors are those that `fixtures.json` names (made
 * elsewhere, by hooks on PyTorch modules), or the recorded activations of a file that publishes the embedding alone.
 */

import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { emptyGraph, GraphBuilder } from '../../main/autodiff/builder.ts';
import type { Graph, StaticGraph } from '../../main/autodiff/graph.ts';
import { findTrunk } from '../../main/autodiff/inspect/trunk.ts';
import { type Findings, findPicture, inspect, pictureDims } from '../../main/autodiff/inspect.ts';
import { readModel, writeModel } from '../../main/autodiff/onnx.ts';
import { specialise } from '../../main/autodiff/specialise.ts';
import { floatTensor } from '../../main/autodiff/tensor.ts';
import { createSession, evaluate, runSession } from '../../main/models/session.ts';

const SHARED_MODELS = path.resolve('../shared/models');

function readFile(file: string): Graph {
  const folder = path.dirname(file);
  return readModel(fs.readFileSync(file), (location) => fs.readFileSync(path.join(folder, location)));
}

async function findIn(file: string, size: number): Promise<{ graph: StaticGraph; findings: Findings }> {
  const model = readFile(file);
  const picture = findPicture(model);
  const dims = pictureDims(picture, picture.batch ?? 2, size);
  const graph = await specialise(model, { name: picture.name, dims }, evaluate);
  return { graph, findings: inspect(graph, picture) };
}

interface Expected {
  family: Findings['family'];
  features: [string, string];
  embedding: string;
  /** Strides of the stages, or the number of blocks. */
  depth: readonly number[] | number;
  attention: readonly string[];
  leading?: number;
}

const CLIP = {
  family: 'vit',
  embedding: 'image_embeds',
  depth: 3,
  attention: ['self', 'self', 'self'],
  leading: 1,
} as const;
const RESNET = { family: 'cnn', embedding: 'embedding', depth: [4, 8, 16, 32] } as const;

const EXPECTED: Record<string, Expected> = {
  'resnet-clip-opset11': {
    ...RESNET,
    features: ['/n/stages.1/stages.1.1/Relu_2_output_0', '/n/stages.2/stages.2.0/Relu_2_output_0'],
    attention: ['pool'],
  },
  'resnet-clip-opset17': { ...RESNET, features: ['feature_a', 'feature_b'], attention: ['pool'] },
  'vit-clip-opset11': {
    ...CLIP,
    embedding: 'embedding',
    features: ['/n/blocks.0/Add_1_output_0', '/n/blocks.1/Add_1_output_0'],
  },
  'vit-clip-opset17': {
    ...CLIP,
    embedding: 'embedding',
    features: ['feature_a', 'feature_b'],
  },
  'wild/hf-clip-dynamo-20': { ...CLIP, features: ['add_2', 'add_4'] },
  'wild/hf-clip-dynamo-18-external': { ...CLIP, features: ['add_2', 'add_4'] },
  'wild/hf-clip-dynamo-19-fp16': { ...CLIP, features: ['add_2', 'add_4'] },
  'wild/hf-clip-legacy-17': {
    ...CLIP,
    features: [
      '/net/vision_model/encoder/layers.0/Add_1_output_0',
      '/net/vision_model/encoder/layers.1/Add_1_output_0',
    ],
  },
  'wild/hf-siglip-legacy-14': {
    ...CLIP,
    leading: 0,
    attention: [...CLIP.attention, 'pool'],
    features: ['/net/encoder/layers.0/Add_1_output_0', '/net/encoder/layers.1/Add_1_output_0'],
  },
  'wild/oc-resnet-dynamo-18': {
    ...RESNET,
    embedding: 'image_embeds',
    features: ['relu_8', 'relu_14'],
    attention: ['self'],
  },
  'wild/timm-convnext-dynamo-18': {
    ...RESNET,
    embedding: 'image_embeds',
    features: ['add_1', 'add_3'],
    attention: [],
  },
  'wild/timm-mobilenetv3-legacy-13': {
    ...RESNET,
    depth: [4, 8, 16, 32, 64],
    embedding: 'image_embeds',
    features: ['/net/blocks/blocks.1/blocks.1.1/Add_output_0', '/net/blocks/blocks.3/blocks.3.1/Add_output_0'],
    attention: [],
  },
};

for (const [name, expected] of Object.entries(EXPECTED)) {
  test(`what is in ${name}`, async () => {
    const { findings } = await findIn(`test/fixtures/${name}.onnx`, 64);
    expect(findings.family).toBe(expected.family);
    expect(findings.features).toEqual(expected.features);
    expect(findings.embedding?.tensor).toBe(expected.embedding);
    const depth = findings.family === 'vit' ? findings.blocks.length : findings.stages.map((stage) => stage.stride);
    expect(depth).toEqual(expected.depth);
    expect(findings.attention.map((found) => found.kind)).toEqual(expected.attention);
    expect(findings.grid?.leading).toBe(expected.leading);
  });
}

test('the fixtures above are all that there are, and name the tensors that fixtures.json names', () => {
  const wild = JSON.parse(fs.readFileSync('test/fixtures/wild/fixtures.json', 'utf8'));
  const root = JSON.parse(fs.readFileSync('test/fixtures/fixtures.json', 'utf8'));
  expect(Object.keys(EXPECTED).sort()).toEqual(
    [...Object.keys(root), ...Object.keys(wild).map((name) => `wild/${name}`)].sort(),
  );
  for (const [name, { feature_a, feature_b }] of Object.entries<{ feature_a: string[]; feature_b: string[] }>(wild)) {
    const [a, b] = EXPECTED[`wild/${name}`]!.features;
    expect(feature_a).toContain(a);
    expect(feature_b).toContain(b);
  }
});

test('blocks of a file that publishes the embedding alone hold the recorded activations', async () => {
  const name = 'test/fixtures/vit-clip-opset11';
  const { graph, findings } = await findIn(`${name}.onnx`, 64);
  const outputs = findings.features.map((tensor) => ({ name: tensor, type: 'float32' as const, dims: [null] }));
  const session = await createSession(writeModel({ ...graph, outputs }), { threads: 1 });
  const floats = (kind: string) => new Float32Array(new Uint8Array(fs.readFileSync(`${name}.${kind}.f32`)).buffer);
  const results = await runSession(session, { pixels: floatTensor(floats('pixels'), [2, 3, 64, 64]) });
  for (const [i, kind] of ['feature_a', 'feature_b'].entries()) {
    const recorded = floats(kind);
    const found = results[findings.features[i]!]!.data as Float32Array;
    const apart = Math.sqrt(recorded.reduce((sum, value, j) => sum + (value - found[j]!) ** 2, 0));
    expect(apart / Math.sqrt(recorded.reduce((sum, value) => sum + value * value, 0))).toBeLessThan(1e-5);
  }
});

test('the built-in encoder: three stages, an embedding, the attention of its pooling head', async () => {
  const { findings } = await findIn('models/encoder.onnx', 128);
  expect(findings.family).toBe('cnn');
  expect(findings.stages.map(({ stride, rows }) => [stride, rows])).toEqual([
    [4, 32],
    [8, 16],
    [16, 8],
  ]);
  expect(findings.embedding?.tensor).toBe('embedding');
  expect(findings.attention.map(({ kind, queries, keys }) => [kind, queries, keys])).toEqual([['pool', 1, 64]]);
  const roles = Object.fromEntries(findings.outputs.map(({ name, role }) => [name, role]));
  expect(roles).toMatchObject({ detail: 'map', layout: 'map', embedding: 'embedding', saliency: 'saliency' });
});

/** File, size, and the second and third stage: of torchvision's module names, or as the file publishes them. */
const REAL: [string, number, string[]][] = [
  ['mobilenetv2-features.onnx', 64, ['stage2', 'stage4']],
  ['squeezenet1.1.onnx', 96, ['fire5', 'fire9']],
  ['u2netp-fp16.onnx', 320, ['1070', '1166']],
];

for (const [file, size, features] of REAL) {
  const there = fs.existsSync(path.join(SHARED_MODELS, file));
  test.skipIf(!there)(
    `stages of ${file}${there ? '' : ' (skipped: ../shared/models is not beside the repo)'}`,
    async () => {
      const { findings } = await findIn(path.join(SHARED_MODELS, file), size);
      expect(findings.features).toEqual(features);
    },
  );
}

/** x → a; then b beside the shortcut; their sum; a vector. */
function residualGraph(): { builder: GraphBuilder; sum: string; vector: string; inside: string } {
  const builder = new GraphBuilder(emptyGraph());
  const x = builder.input('x', [2, 3, 8, 8]);
  const outer = builder.op('Relu', [x]);
  const inside = builder.op('Sigmoid', [outer]);
  const sum = builder.op('Add', [inside, outer]);
  const vector = builder.reduce('ReduceMean', sum, [2, 3], false);
  builder.output(vector);
  return { builder, sum, vector, inside };
}

test('the trunk holds what every path passes through, and nothing that a shortcut goes around', () => {
  const { builder, sum, vector, inside } = residualGraph();
  const names = findTrunk(builder.graph, 'x', vector).map((tensor) => tensor.name);
  expect(names).toHaveLength(4);
  expect(names[0]).toBe('x');
  expect(names.slice(2)).toEqual([sum, vector]);
  expect(names).not.toContain(inside);
  expect(findTrunk(builder.graph, inside, 'nowhere')).toEqual([]);
});

/** A U-Net of three resolutions: nothing but its first map lies on every way to the result. */
test('stages of a U-Net are those of its encoder', () => {
  const builder = new GraphBuilder(emptyGraph());
  const weights = (out: number, inn: number) =>
    builder.constant(new Float32Array(out * inn).fill(0.1), [out, inn, 1, 1]);
  const conv = (x: string, inn: number, out: number) =>
    builder.op('Relu', [builder.op('Conv', [x, weights(out, inn)])]);
  const down = (x: string) => builder.op('MaxPool', [x], { kernel_shape: [2, 2], strides: [2, 2] });
  const kernel = builder.constant(new Float32Array(4 * 4 * 4).fill(0.1), [4, 4, 2, 2]);
  const up = (x: string) => builder.op('ConvTranspose', [x, kernel], { strides: [2, 2] });
  const fine = conv(builder.input('picture', [2, 3, 16, 16]), 3, 4);
  const middle = conv(down(fine), 4, 4);
  const coarse = conv(down(middle), 4, 4);
  const wider = conv(builder.op('Concat', [up(coarse), middle], { axis: 1 }), 8, 4);
  const mask = builder.op('Sigmoid', [conv(builder.op('Concat', [up(wider), fine], { axis: 1 }), 8, 1)]);
  builder.output(mask, 'mask');
  const findings = inspect(builder.graph, findPicture(builder.graph));
  expect(findings.embedding).toBeNull();
  expect(findings.stages.map((stage) => stage.tensor)).toEqual([fine, middle, coarse]);
  expect(findings.features).toEqual([middle, coarse]);
});

test('blocks are found in a transformer that publishes tokens instead of a vector', async () => {
  const model = readFile('test/fixtures/wild/hf-clip-legacy-17.onnx');
  const tokens = '/net/vision_model/encoder/layers.2/Add_1_output_0';
  model.outputs = [{ name: tokens, type: 'float32', dims: [null] }];
  const picture = findPicture(model);
  const graph = await specialise(model, { name: picture.name, dims: [2, 3, 64, 64] }, evaluate);
  const findings = inspect(graph, picture);
  expect(findings.embedding).toBeNull();
  expect(findings.outputs).toEqual([{ name: tokens, dims: [2, 17, 64], role: 'tokens' }]);
  expect(findings.features).toEqual(EXPECTED['wild/hf-clip-legacy-17']!.features);
});

test('the picture is found among other inputs by its four axes, and asked for where it is not', () => {
  const graph = emptyGraph();
  const value = (name: string, dims: (number | string)[], type: 'float32' | 'int64' = 'float32') => ({
    name,
    type,
    dims,
  });
  graph.inputs = [value('input_ids', ['b', 's'], 'int64'), value('pixel_values', ['b', 3, 'h', 'w'])];
  expect(findPicture(graph)).toEqual({
    name: 'pixel_values',
    layout: 'channels-first',
    channels: 3,
    batch: null,
    rows: null,
    columns: null,
  });
  graph.inputs = [value('image', [1, 224, 224, 3])];
  expect(findPicture(graph)).toMatchObject({ layout: 'channels-last', batch: 1, rows: 224, columns: 224 });
  graph.inputs = [value('input_ids', ['b', 's'], 'int64')];
  expect(() => findPicture(graph)).toThrow(/no input for a picture .* "input_ids" \(int64 \[b, s\]\)/);
});
