import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseCatalogue, readCatalogue } from '../../main/models/catalogue.ts';
import { CLIP_MEAN, CLIP_STD } from '../../main/sketch/reference-starts.ts';

const MODEL = {
  name: 'small-vit',
  purpose: 'sketch-encoder',
  title: 'A small ViT',
  about: 'Made for tests.',
  file: 'small-vit.onnx',
  url: 'https://example.org/small/resolve/0123abc/model.onnx',
  bytes: 866_052,
  megabytes: 1,
  sha256: '0'.repeat(64),
  licence: 'mit',
  side: 64,
  normalisation: 'half',
  features: 'inspect',
};
const MIT = { name: 'MIT', terms: 'Use it as you like.' };
/** As torchvision's and rembg's documentation give it. */
const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
const HALF = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

const textOf = (models: unknown, others: object = {}) =>
  JSON.stringify({ licences: { mit: MIT }, normalisations: { half: HALF }, models, ...others });

test('what ships is valid, and each file is pinned: a whole revision in its address, one file a name', async () => {
  const entries = await readCatalogue();
  expect(entries.map(({ name }) => name)).toEqual([
    'clip-vit-b32',
    'clip-vit-b32-fp16',
    'clip-vit-b16-fp16',
    'clip-rn50',
    'clip-rn101',
    'clip-rn50x4',
    'u2netp',
    'slimsam-encoder',
    'slimsam',
    'depth-anything-v2-small',
    'depth-anything-v2-small-fp16',
  ]);
  for (const { name, purpose, url, file, normalisation, licence, features } of entries) {
    expect(url, name).toMatch(/\/(resolve\/[0-9a-f]{40}\/.+|releases\/download\/v[\d.]+\/[^/]+)\.onnx$/);
    expect(file, name).toBe(`${name}.onnx`);
    const encoder = purpose === 'sketch-encoder';
    expect(normalisation, name).toEqual(encoder ? { mean: CLIP_MEAN, std: CLIP_STD } : IMAGENET);
    expect(licence.terms, name).toMatch(encoder ? /MIT.*out of scope/ : /also commercially/);
    expect(features, name).toBe(encoder ? 'inspect' : null);
  }
  expect(new Set(entries.map(({ sha256 }) => sha256)).size).toBe(entries.length);
});

test('licence and normalisation are looked up by their names', () => {
  expect(parseCatalogue(textOf([MODEL]))).toEqual([{ ...MODEL, licence: MIT, normalisation: HALF, needs: [] }]);
});

test('it is found from the build as from the source tree; where it is missing, one sentence says what to do', async () => {
  expect(await readCatalogue(path.resolve('out/main/chunks/any.js'))).toEqual(await readCatalogue());
  await expect(readCatalogue(path.join(os.tmpdir(), 'nowhere', 'any.js'))).rejects.toThrow(
    /^The catalogue, .*is missing.*install it again\.$/,
  );
});

const one = (changes: object) => textOf([{ ...MODEL, ...changes }]);

test.each<[string, string, RegExp]>([
  ['no JSON', '{', /^the catalogue is no JSON: /],
  ['no object', '[]', /^the catalogue must hold an object, but holds \[\]\.$/],
  ['no models', textOf(undefined), /^the catalogue: 'models' must be a list, but is missing\.$/],
  ['a model that is a text', textOf(['x']), /, model 1 must be an object, but is "x"\.$/],
  ['no name', one({ name: undefined }), /, model 1: 'name' must be .*, but is missing\.$/],
  ["the built-in encoder's name", one({ name: 'built-in' }), /'name' must be small letters/],
  ['a name that looks like a path', one({ name: 'a/b' }), /'name' must be small letters/],
  [
    'another purpose',
    one({ purpose: 'coffee' }),
    /, model 'small-vit': 'purpose' must be one of sketch-encoder, mask, /,
  ],
  ['an encoder without features', one({ features: null }), /'features' must be "inspect" for a sketch encoder\.$/],
  ['a need that nothing meets', one({ needs: ['other'] }), /'needs' names 'other', which is not in the catalogue\.$/],
  ['a file that leaves the folder', one({ file: '../x.onnx' }), /'file' must be a file name .*"\.\.\/x\.onnx"\.$/],
  ['an address without encryption', one({ url: 'http://example.org/x.onnx' }), /'url' must be an https address/],
  ['a size as text', one({ bytes: '866052' }), /'bytes' must be a number of bytes, or null, but is "866052"\.$/],
  ['sizes that differ', one({ megabytes: 866 }), /'bytes' and 'megabytes' differ: 866052 and 866\.$/],
  ['a short hash', one({ sha256: 'abc' }), /'sha256' must be 64 hexadecimal digits/],
  ['an unknown licence', one({ licence: 'gpl' }), /'licence' must be one of mit, but is "gpl"\.$/],
  ['an unknown normalisation', one({ normalisation: 'clip' }), /'normalisation' must be one of half, but is "clip"\.$/],
  ['no pixels', one({ side: 0 }), /'side' must be a number of pixels, but is 0\.$/],
  ['a misspelt field', one({ sha265: 'x' }), /has a field 'sha265' that does not belong there\.$/],
  ['a name twice', textOf([MODEL, { ...MODEL, file: 'other.onnx' }]), /two models have the name 'small-vit'\.$/],
  ['a file twice', textOf([MODEL, { ...MODEL, name: 'other' }]), /two models have the file 'small-vit\.onnx'\.$/],
  [
    'a deviation of zero',
    textOf([MODEL], { normalisations: { half: { mean: [0, 0, 0], std: [1, 0, 1] } } }),
    /, normalisations 'half': 'std' must be three numbers above 0, but is \[1,0,1\]\.$/,
  ],
  [
    'a licence without terms',
    textOf([MODEL], { licences: { mit: { name: 'MIT' } } }),
    /'terms' must be a text, but is missing/,
  ],
])('%s: one sentence that names the place', (_, text, sentence) => {
  expect(() => parseCatalogue(text)).toThrow(sentence);
});
