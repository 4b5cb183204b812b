/**
 * Opens an ONNX file from disk, with the weights that lie in files beside it.
 *
 * External data is looked for in the model's own folder and below it alone, as ONNX demands: a model file must not be
 * able to read the rest of the disk.
 */

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type Graph, ModelError } from '../autodiff/graph.ts';
import { readModel } from '../autodiff/onnx.ts';

export interface EncoderFile {
  graph: Graph;
  /** SHA-256 over the model file and then the files beside it, in the order in which it names them. */
  hash: string;
  /** Bytes of all of them. */
  bytes: number;
}

/** What the system's error codes mean for somebody who chose a model. */
const CAUSES: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'it may not be read; change its permissions',
  EPERM: 'it may not be read; change its permissions',
  EISDIR: 'it is a folder; name the .onnx file in it',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB; keep its weights in a file beside it',
};

/**
 * Reads a model file.
 *
 * @param file path of the .onnx file
 * @throws ModelError it is not there, empty, no ONNX, cut short; weights are missing or lie outside its folder
 */
export function readEncoderFile(file: string): EncoderFile {
  const hash = createHash('sha256');
  let bytes = 0;
  const take = (content: Uint8Array): Uint8Array => {
    hash.update(content);
    bytes += content.length;
    return content;
  };
  let model: Uint8Array;
  try {
    model = take(readBytes(file));
  } catch (error) {
    throw new ModelError(`the model ${file} cannot be read: ${(error as Error).message}`);
  }
  if (model.length === 0) throw new ModelError(`the model ${file} is empty; download or export it again`);
  const beside = new Map<string, Uint8Array>();
  const external = (location: string): Uint8Array => {
    const known = beside.get(location);
    if (known) return known;
    const content = take(readBeside(file, location));
    beside.set(location, content);
    return content;
  };
  try {
    return { graph: readModel(model, external), hash: hash.digest('hex'), bytes };
  } catch (error) {
    if (error instanceof ModelError) throw new ModelError(`${path.basename(file)}: ${error.message}`);
    throw new ModelError(`${path.basename(file)} is no ONNX model that can be read: ${(error as Error).message}`);
  }
}

function readBeside(file: string, location: string): Uint8Array {
  const folder = path.resolve(path.dirname(file));
  const target = path.resolve(folder, location);
  const inside = path.relative(folder, target);
  if (inside === '' || inside.split(path.sep)[0] === '..' || path.isAbsolute(inside)) {
    throw new ModelError("it lies outside the model's own folder, where nothing is read");
  }
  try {
    return readBytes(target);
  } catch (error) {
    throw new ModelError(`${(error as Error).message}; it belongs into ${path.dirname(target)}`);
  }
}

function readBytes(file: string): Uint8Array {
  try {
    const kind = fs.statSync(file);
    // A device may have no end and a pipe no beginning.
    if (!kind.isFile() && !kind.isDirectory()) throw new Error('it is no plain file; name the .onnx file');
    const buffer = fs.readFileSync(file);
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error((code && CAUSES[code]) || message);
  }
}
