/**
 * ONNX files in and out: the one door between a model file's bytes and the graphs of this folder.
 * The schema is onnx.proto3 of github.com/onnx/onnx; field numbers are named in `onnx-read.ts` and `onnx-write.ts`.
 */

export { readModel } from './onnx-read.ts';
export { type External, writeModel } from './onnx-write.ts';
