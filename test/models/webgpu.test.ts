/**
 * The WebGPU provider's numbers, without a graphics card: it runs on SwiftShader, a Vulkan device in software that the
 * tests' browser brings along. Libraries are found by the environment that a process starts with, so a process of its own
 * runs the model.
 */

import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesOfTar } from '../../bench/tar.ts';
import { copyGraph, GraphBuilder } from '../../main/autodiff/builder.ts';
import { differentiate, prune } from '../../main/autodiff/differentiate.ts';
import type { Tensor } from '../../main/autodiff/graph.ts';
import { readModel, writeModel } from '../../main/autodiff/onnx.ts';
import { simplify } from '../../main/autodiff/simplify.ts';
import { specialise } from '../../main/autodiff/specialise.ts';
import { floatTensor } from '../../main/autodiff/tensor.ts';
import { appendPaperObjective } from '../../main/models/paper-objective.ts';
import { availableProviders } from '../../main/models/providers.ts';
import { createSession, evaluate, runSession } from '../../main/models/session.ts';
import { relativeDifference } from '../../models/probe.ts';

const FIXTURE = path.resolve('test/fixtures/resnet-clip-opset17');
const DIMS = [2, 3, 64, 64];
const ARCHIVE = path.resolve('node_modules/@sparticuz/chromium/bin/swiftshader.tar.br');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-webgpu-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const skipped =
  process.platform !== 'linux' || process.arch !== 'x64'
    ? 'SwiftShader is there for Linux on x64 alone'
    : !fs.existsSync(ARCHIVE)
      ? `${ARCHIVE} is not there`
      : !availableProviders().includes('webgpu')
        ? 'ONNX Runtime has no WebGPU here'
        : null;

/** Unpacks the device; the environment in which a process finds it, and no other. */
function softwareDevice(): Record<string, string> {
  const archive = path.join(folder, 'swiftshader.tar');
  fs.writeFileSync(archive, brotliDecompressSync(fs.readFileSync(ARCHIVE)));
  for (const [name, bytes] of filesOfTar(archive)) fs.writeFileSync(path.join(folder, path.basename(name)), bytes);
  const described = path.join(folder, 'vk_swiftshader_icd.json');
  const device = JSON.parse(fs.readFileSync(described, 'utf8')) as { ICD: { library_path: string } };
  device.ICD.library_path = path.join(folder, 'libvk_swiftshader.so');
  fs.writeFileSync(described, JSON.stringify(device));
  return { VK_ICD_FILENAMES: described, LD_LIBRARY_PATH: folder };
}

function readFloats(kind: string): Tensor {
  const bytes = new Uint8Array(fs.readFileSync(`${FIXTURE}.${kind}.f32`));
  return floatTensor(new Float32Array(bytes.buffer), DIMS);
}

/** The encoder with CLIPasso's objective, differentiated for GPUs, and what it is fed, as run-model.mjs wants them. */
async function writeTask(): Promise<void> {
  const model = readModel(new Uint8Array(fs.readFileSync(`${FIXTURE}.onnx`)));
  const input = model.inputs[0]!.name;
  const stages = ['feature_a', 'feature_b'];
  const forward = simplify(await specialise(model, { name: input, dims: DIMS }, evaluate, stages), stages);
  const embedding = forward.outputs.find(({ dims }) => dims.length === 2)!.name;
  const plain = await createSession(writeModel(prune(forward, [...stages, embedding])), { threads: 1 });
  const wanted = await runSession(plain, { [input]: readFloats('target') });
  await plain.release();

  const graph = copyGraph(forward);
  const { loss, targets } = appendPaperObjective(new GraphBuilder(graph), { stages, embedding });
  const gradient = differentiate(graph, [loss], input, {}, 'gpu');
  fs.writeFileSync(path.join(folder, 'model.onnx'), writeModel(prune(graph, [gradient])));
  const feeds = [
    { name: input, tensor: readFloats('pixels') },
    ...targets.map((target) => ({ name: target.input, tensor: wanted[target.tensor]! })),
  ];
  feeds.forEach(({ tensor }, i) => {
    fs.writeFileSync(path.join(folder, `${i}.f32`), tensor.data as Float32Array);
  });
  const listed = feeds.map(({ name, tensor: { dims } }) => ({ name, dims }));
  fs.writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(listed));
}

beforeAll(async () => {
  if (!skipped) await writeTask();
});

test.skipIf(skipped)(
  `on WebGPU the gradient of an encoder is that of float64${skipped ? `: ${skipped}` : ''}`,
  async () => {
    const env = { ...process.env, ...softwareDevice() };
    const script = path.resolve('test/models/run-model.mjs');
    await promisify(execFile)(process.execPath, [script, 'webgpu', folder], { env });
    const bytes = new Uint8Array(fs.readFileSync(path.join(folder, 'output.f32')));
    const error = relativeDifference(new Float32Array(bytes.buffer), readFloats('gradient').data as Float32Array);
    expect(error).toBeLessThan(1e-3);
  },
);
