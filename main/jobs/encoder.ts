/**
 * `lineament encoder`: what is in an ONNX image encoder, and a check of its gradient on given pixels.
 *
 * Exit codes: 0 done, 1 the model or a file cannot be used (one sentence says why), 2 the command was not understood.
 */

import { parseArgs } from 'node:util';
import { findPicture } from '../autodiff/inspect.ts';
import { count } from '../autodiff/tensor.ts';
import { writeWhole } from '../files/whole-file.ts';
import { readEncoderFile } from '../models/encoder-file.ts';
import { checkEncoder, readPictures } from './encoder-check.ts';
import { openFindings } from './encoder-findings.ts';
import { describeEncoder, formatReport } from './encoder-report.ts';

const HELP = `Usage: lineament encoder MODEL.onnx [--size N] [--json]
       lineament encoder MODEL.onnx --check PIXELS.f32 --target TARGET.f32 [--batch B] [--size S]
                         [--features A,B] [--gradient OUT.f32] [--json]

Says what is found in an ONNX image encoder: input, embedding, stages or blocks, attention, operators without a rule.
With --check: the loss mean((A−A*)²) + mean((B−B*)²) + 0.1·mean(1−cos(e,e*)) between two batches of pictures, and its
gradient with respect to the first. Pixels are little-endian float32, B×3×S×S, and go into the graph as they are.

  --size N          pixels across a picture; the file's own where it fixes one
  --batch B         pictures in PIXELS.f32; as many as the file holds where left out
  --features A,B    the tensors A and B instead of those found: second and third stage of a CNN, first and second block of a ViT
  --gradient OUT    where the gradient goes, float32 in the shape of the pixels
  --json            for machines
`;

const OPTIONS = {
  size: { type: 'string' },
  json: { type: 'boolean' },
  check: { type: 'string' },
  target: { type: 'string' },
  batch: { type: 'string' },
  features: { type: 'string' },
  gradient: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Options that mean nothing without --check. */
const CHECK_ONLY = ['target', 'batch', 'features', 'gradient'] as const;

class UsageError extends Error {}

type Values = ReturnType<typeof parse>['values'];

/** Runs the command on the words after `encoder`; the exit code is the result, and nothing is thrown. */
export async function encoderCommand(argv: string[]): Promise<number> {
  try {
    const { values, positionals } = parse(argv);
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    const [file, extra] = positionals;
    if (file === undefined) throw new UsageError('a model is missing: lineament encoder MODEL.onnx');
    if (extra !== undefined) throw new UsageError(`one model at a time; "${extra}" is a second`);
    const text =
      values.check === undefined ? await inspectFile(file, values) : await checkFile(file, values.check, values);
    process.stdout.write(text);
    return 0;
  } catch (error) {
    const sentence = (error as Error).message.split('\n')[0]!;
    process.stderr.write(`lineament: ${sentence}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function parse(argv: string[]) {
  try {
    return parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]!);
  }
}

async function inspectFile(file: string, values: Values): Promise<string> {
  const stray = CHECK_ONLY.find((name) => values[name] !== undefined);
  if (stray) throw new UsageError(`--${stray} is for --check PIXELS.f32`);
  const size = wholeNumber('size', values.size);
  const { graph, hash, bytes } = readEncoderFile(file);
  const report = describeEncoder(file, hash, bytes, graph, await openFindings(graph, { size }));
  return values.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report);
}

async function checkFile(file: string, pixelFile: string, values: Values): Promise<string> {
  if (values.target === undefined) throw new UsageError('--check needs --target TARGET.f32 to compare with');
  const features = values.features === undefined ? null : values.features.split(',').map((name) => name.trim());
  if (features?.some((name) => name === '')) throw new UsageError('--features takes names with commas between: A,B');
  const asked = { size: wholeNumber('size', values.size), batch: wholeNumber('batch', values.batch) };
  const { graph: model } = readEncoderFile(file);
  const picture = findPicture(model);
  const size = asked.size ?? picture.rows;
  if (size === null) throw new UsageError('the model takes pictures of any size; say which with --size');
  const shape = [picture.channels, size, size];
  const pixels = readPictures(pixelFile, asked.batch ?? null, shape);
  const batch = pixels.length / count(shape);
  const target = readPictures(values.target, batch, shape);
  const result = await checkEncoder({
    model,
    pixels,
    target,
    batch,
    size,
    features,
  });
  const { gradient } = result;
  if (values.gradient !== undefined) {
    await writeWhole(values.gradient, new Uint8Array(gradient.buffer, gradient.byteOffset, gradient.byteLength));
  }
  const report = {
    loss: result.loss,
    gradientNorm: Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0)),
    features: result.features,
    embedding: result.embedding,
    batch,
    size,
    gradient: values.gradient ?? null,
  };
  if (values.json) return `${JSON.stringify(report, null, 2)}\n`;
  const named = ({ tensor, dims }: { tensor: string; dims: number[] }) => `${tensor} [${dims.join(', ')}]`;
  return `${[
    `loss       ${result.loss}`,
    `gradient   length ${report.gradientNorm}${values.gradient ? `, written to ${values.gradient}` : ''}`,
    ...result.features.map((feature) => `compared   ${named(feature)}`),
    `embedding  ${named(result.embedding)}`,
  ].join('\n')}\n`;
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 8192) {
    throw new UsageError(`--${name} takes a whole number from 1 to 8192, not "${text}"`);
  }
  return value;
}
