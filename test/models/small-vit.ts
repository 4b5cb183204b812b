/** A catalogue entry for a fixture, so that names can be tried without a download. */

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { CatalogueEntry } from '../../main/models/catalogue.ts';

export const FIXTURE = path.resolve('test/fixtures/vit-clip-opset17.onnx');

/** The fixture as a model of the catalogue; its name would have its pixels normalised as CLIP's if one had to guess. */
export function smallVit(changes: Partial<CatalogueEntry> = {}): CatalogueEntry {
  const bytes = fs.readFileSync(FIXTURE);
  return {
    name: 'small-vit',
    purpose: 'sketch-encoder',
    title: 'A small ViT',
    about: 'Made for tests.',
    file: 'clip-small-vit.onnx',
    url: 'https://example.org/small/resolve/0123abc/model.onnx',
    bytes: bytes.length,
    megabytes: 1,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    licence: { name: 'MIT', terms: 'Use it as you like.' },
    side: 64,
    normalisation: { mean: [0.5, 0.4, 0.3], std: [0.2, 0.25, 0.3] },
    features: 'inspect',
    needs: [],
    ...changes,
  };
}
