/**
 * The command `lineament encoder`, run in this process: gradients against PyTorch's in float64 (test/fixtures) for files
 * of which nothing is said but their name, and the one sentence that each bad file, bad number and bad word gets.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyGraph, GraphBuilder } from '../../main/autodiff/builder.ts';
import type { Graph, Node } from '../../main/autodiff/graph.ts';
import { readModel, writeModel } from '../../main/autodiff/onnx.ts';
import { encoderCommand } from '../../main/jobs/encoder.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-encoder-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

let [out, errors] = ['', ''];
beforeEach(() => {
  [out, errors] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += text;
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

const inFolder = (name: string) => path.join(folder, name);

function writeFile(name: string, content: Uint8Array | Float32Array): string {
  const bytes = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  fs.writeFileSync(inFolder(name), bytes);
  return inFolder(name);
}

function readFloats(file: string): Float32Array {
  return new Float32Array(new Uint8Array(fs.readFileSync(file)).buffer);
}

/** L2 length of the difference over the length of the expected. */
function relativeError(actual: Float32Array, expected: Float32Array): number {
  const apart = expected.reduce((sum, value, i) => sum + (value - actual[i]!) ** 2, 0);
  return Math.sqrt(apart / expected.reduce((sum, value) => sum + value * value, 0));
}

interface Fixture {
  loss_value_float64: number;
  float16?: boolean;
}

const fixtures = ['test/fixtures', 'test/fixtures/wild'].flatMap((place) => {
  const table = JSON.parse(fs.readFileSync(path.join(place, 'fixtures.json'), 'utf8')) as Record<string, Fixture>;
  return Object.entries(table).map(([name, fixture]) => ({ name, base: path.join(place, name), ...fixture }));
});

/** Its recording is of another network than its file: test/autodiff/fixtures.test.ts shows it and checks it otherwise. */
const UNFAITHFUL = 'resnet-clip-opset11';

const checkOf = (base: string, model = `${base}.onnx`) => [
  model,
  ...['--check', `${base}.pixels.f32`, '--target', `${base}.target.f32`, '--size', '64'],
];

for (const { name, base, loss_value_float64, float16 } of fixtures) {
  const skip = name === UNFAITHFUL;
  test.skipIf(skip)(`gradient of ${name}${skip ? ' (skipped: its recording is of another network)' : ''}`, async () => {
    const gradient = inFolder(`${name}.f32`);
    const code = await encoderCommand([...checkOf(base), '--batch', '2', '--gradient', gradient, '--json']);
    expect(errors).toBe('');
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(Math.abs(report.loss / loss_value_float64 - 1)).toBeLessThanOrEqual(float16 ? 2e-2 : 1e-5);
    const recorded = readFloats(`${base}.gradient.f32`);
    expect(relativeError(readFloats(gradient), recorded)).toBeLessThanOrEqual(float16 ? 2e-2 : 1e-4);
    expect(report.gradientNorm).toBeCloseTo(Math.hypot(...readFloats(gradient)), 5);
  });
}

const CONVNEXT = 'test/fixtures/wild/timm-convnext-dynamo-18';

test('named features take the place of those found', async () => {
  await encoderCommand([...checkOf(CONVNEXT), '--json', '--features', 'add_1,add_3']);
  const named = JSON.parse(out);
  out = '';
  await encoderCommand([...checkOf(CONVNEXT), '--json']);
  expect(JSON.parse(out)).toEqual(named);
  out = '';
  await encoderCommand([...checkOf(CONVNEXT), '--json', '--features', 'add,add_1']);
  expect(JSON.parse(out).loss).not.toBe(named.loss);
});

test('a file whose batch is fixed is run in slices, to the same loss and gradient', async () => {
  const graph = readModel(fs.readFileSync(`${CONVNEXT}.onnx`));
  graph.inputs[0]!.dims = [1, 3, 64, 64];
  const single = writeFile('single.onnx', writeModel(graph));
  const gradient = inFolder('single.f32');
  expect(await encoderCommand([...checkOf(CONVNEXT, single), '--gradient', gradient, '--json'])).toBe(0);
  const fixture = fixtures.find(({ base }) => base === CONVNEXT)!;
  expect(Math.abs(JSON.parse(out).loss / fixture.loss_value_float64 - 1)).toBeLessThanOrEqual(1e-5);
  expect(relativeError(readFloats(gradient), readFloats(`${CONVNEXT}.gradient.f32`))).toBeLessThanOrEqual(1e-4);
});

test('the same check twice writes the same bytes', async () => {
  const files = ['once.f32', 'twice.f32'].map(inFolder);
  for (const file of files) await encoderCommand([...checkOf(CONVNEXT), '--gradient', file]);
  expect(fs.readFileSync(files[0]!).equals(fs.readFileSync(files[1]!))).toBe(true);
});

test('what is found is printed as a table, and as JSON', async () => {
  const model = 'test/fixtures/wild/hf-siglip-legacy-14.onnx';
  expect(await encoderCommand([model])).toBe(0);
  expect(out).toMatch(/^input +pixel_values +\[B, 3, 64, 64\]/m);
  expect(out).toMatch(/^block 2 +\/net\/encoder\/layers\.1\/Add_1_output_0 +16 tokens of 64$/m);
  expect(out).toMatch(/^pooling 4 .* 4 heads, 1 × 16$/m);
  expect(out).toMatch(/^no rule +none/m);
  out = '';
  expect(await encoderCommand([model, '--json'])).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    opset: 14,
    family: 'vit',
    embedding: { tensor: 'image_embeds' },
    grid: { rows: 4, columns: 4, leading: 0 },
    withoutRule: [],
  });
});

test('--size sets the size of a file that leaves it open', async () => {
  expect(await encoderCommand(['models/encoder.onnx', '--size', '64', '--json'])).toBe(0);
  const { size, stages } = JSON.parse(out);
  expect([size, ...stages.map((stage: { rows: number }) => stage.rows)]).toEqual([64, 16, 8, 4]);
});

const node = (op: string, inputs: string[], output: string): Node => ({
  op,
  domain: '',
  name: op,
  inputs,
  outputs: [output],
  attributes: {},
});

/** A model of one picture input `pixels` [B, 3, 8, 8] and the given nodes, the last of which makes the output. */
function modelOf(nodes: Node[]): Uint8Array {
  const graph: Graph = { ...emptyGraph(17), nodes };
  graph.inputs = [{ name: 'pixels', type: 'float32', dims: ['batch', 3, 8, 8] }];
  graph.outputs = [{ name: nodes.at(-1)!.outputs[0]!, type: 'float32', dims: [null] }];
  return writeModel(graph);
}

const whole = fs.readFileSync(`${CONVNEXT}.onnx`);
const external = fs.readFileSync('test/fixtures/wild/hf-clip-dynamo-18-external.onnx');
const moved = Uint8Array.from(external);
moved.set(Buffer.from('../../clip-dynamo-18-external'), external.indexOf('hf-clip-dynamo-18-external.onnx.data'));
const pixels = writeFile('pixels.f32', new Float32Array(2 * 3 * 8 * 8).fill(0.5));
const short = writeFile('short.f32', new Float32Array(100));
const bad = writeFile('bad.f32', new Float32Array(2 * 3 * 8 * 8).fill(Number.NaN));
const determinant = writeFile('determinant.onnx', modelOf([node('Det', ['pixels'], 'embedding')]));
const check8 = ['--check', pixels, '--target', pixels, '--size', '8', '--features', 'pixels'];

/** What is wrong, the words given, the exit code, and what the one sentence must say. */
const COMPLAINTS: [string, string[], number, RegExp][] = [
  ['no such file', [inFolder('nowhere.onnx')], 1, /nowhere\.onnx cannot be read: there is no such file/],
  ['a folder', [folder], 1, /is a folder; name the \.onnx file in it/],
  ['an empty file', [writeFile('empty.onnx', new Uint8Array(0))], 1, /empty\.onnx is empty/],
  ['no ONNX', [writeFile('note.onnx', Buffer.from('This is a note, not a network.\n'))], 1, /note\.onnx/],
  ['a truncated file', [writeFile('cut.onnx', whole.subarray(0, 300_000))], 1, /cut\.onnx/],
  ['missing weights', [writeFile('alone.onnx', external)], 1, /hf-clip-dynamo-18-external\.onnx\.data.*no such file/],
  ['weights elsewhere', [writeFile('elsewhere.onnx', moved)], 1, /outside the model's own folder/],
  [
    'quantised products',
    [
      writeFile(
        'quantised.onnx',
        modelOf([
          { ...node('DynamicQuantizeLinear', ['pixels'], 'q'), outputs: ['q', 'scale', 'zero'] },
          node('MatMulInteger', ['q', 'q'], 'product'),
          { ...node('Cast', ['product'], 'embedding'), attributes: { to: { kind: 'int', value: 1 } } },
        ]),
      ),
    ],
    1,
    /quantised integers .* float32 or float16/,
  ],
  ['an operator without a rule', [determinant, ...check8], 1, /operator Det .* has no rule/],
  [
    'no such tensor',
    [`${CONVNEXT}.onnx`, ...checkOf(CONVNEXT).slice(1), '--features', 'stage'],
    1,
    /no tensor "stage"/,
  ],
  [
    'a size that it cannot take',
    ['test/fixtures/wild/hf-clip-dynamo-20.onnx', '--size', '96'],
    1,
    /made for pictures of 64 px, not 96/,
  ],
  ['pixels of another size', [determinant, ...check8, '--check', short], 1, /short\.f32 has 400 bytes.*3×8×8.*768/],
  ['another batch', [determinant, ...check8, '--batch', '3'], 1, /1536 bytes.*3 pictures.*2304/],
  ['no numbers', [determinant, ...check8, '--target', bad], 1, /bad\.f32 holds NaN at position 0/],
  ['no model', [], 2, /a model is missing/],
  ['two models', ['a.onnx', 'b.onnx'], 2, /"b\.onnx" is a second/],
  ['an unknown option', ['a.onnx', '--depth'], 2, /'--depth'/],
  ['no target', ['a.onnx', '--check', pixels], 2, /--check needs --target/],
  ['no check', ['a.onnx', '--gradient', 'g.f32'], 2, /--gradient is for --check/],
  ['half a pixel', ['a.onnx', '--size', '64.5'], 2, /--size takes a whole number from 1 to 8192, not "64\.5"/],
];

for (const [what, argv, code, sentence] of COMPLAINTS) {
  test(`one sentence for ${what}`, async () => {
    expect(await encoderCommand(argv)).toBe(code);
    expect(errors).toMatch(sentence);
    expect(errors).toMatch(/^lineament: [^\n]+\n$/);
    expect(out).toBe('');
  });
}

test('a check that fails leaves the gradient file as it was', async () => {
  const kept = writeFile('kept.f32', new Float32Array([1, 2, 3]));
  expect(await encoderCommand([determinant, ...check8, '--gradient', kept])).toBe(1);
  expect([...readFloats(kept)]).toEqual([1, 2, 3]);
});

test('operators without a rule are listed before anything is differentiated', async () => {
  const builder = new GraphBuilder(emptyGraph());
  builder.output(builder.reduce('ReduceMean', builder.input('pixels', [2, 3, 8, 8]), [2, 3], false), 'embedding');
  builder.graph.nodes.unshift(node('Det', ['pixels'], 'unused'));
  expect(await encoderCommand([determinant, '--json', '--size', '8'])).toBe(0);
  expect(JSON.parse(out).withoutRule).toEqual(['Det']);
  out = '';
  expect(await encoderCommand([writeFile('mean.onnx', writeModel(builder.graph)), '--json'])).toBe(0);
  expect(JSON.parse(out).withoutRule).toEqual([]);
});

test('--help says how', async () => {
  expect(await encoderCommand(['--help'])).toBe(0);
  expect(out).toContain('lineament encoder MODEL.onnx --check PIXELS.f32');
});
