/**
 * Runs a model on a provider, in a process of its own:  node run-model.mjs PROVIDER FOLDER
 *
 * FOLDER holds model.onnx and feeds.json, a list of { name, dims }, each input's float32 numbers in NAME.f32 by its place
 * in the list; the model's first output goes to output.f32. The provider alone must do it all: another does not step in.
 */

import fs from 'node:fs';
import path from 'node:path';
import * as ort from 'onnxruntime-node';

const [provider, folder] = process.argv.slice(2);
const at = (name) => path.join(folder, name);
const session = await ort.InferenceSession.create(at('model.onnx'), {
  executionProviders: [provider],
  extra: { session: { disable_cpu_ep_fallback: '1' } },
  logSeverityLevel: 3,
});
const feeds = {};
for (const [i, { name, dims }] of JSON.parse(fs.readFileSync(at('feeds.json'), 'utf8')).entries()) {
  const bytes = new Uint8Array(fs.readFileSync(at(`${i}.f32`)));
  feeds[name] = new ort.Tensor('float32', new Float32Array(bytes.buffer), dims);
}
const results = await session.run(feeds);
fs.writeFileSync(at('output.f32'), results[session.outputNames[0]].data);
