/**
 * Segmentation by points with a model shaped like SAM (Kirillov et al., Segment Anything, ICCV 2023): an encoder sees the
 * photo once, a decoder answers each set of points.
 *
 * The two files are as Hugging Face's Optimum exports them. Encoder: `pixel_values` [1 · 3 · S · S] to
 * `image_embeddings` and, with some, `image_positional_embeddings`. Decoder: these, `input_points` [1 · 1 · N · 2] in the
 * encoder's pixels and `input_labels` [1 · 1 · N] (1 on the object, 0 off it) to `iou_scores` [1 · 1 · M] and
 * `pred_masks` [1 · 1 · M · s · s], which are odds over the square that the encoder saw. The photo lies in that square's
 * upper left corner, its longer side filling it.
 */

import fs from 'node:fs/promises';
import type { InferenceSession } from 'onnxruntime-node';
import type { Tensor } from '../autodiff/graph.ts';
import { floatTensor, intTensor } from '../autodiff/tensor.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { createSession, runSession } from './session.ts';

export interface SegmentPoint {
  /** 0..1 of the picture's width and height. */
  x: number;
  y: number;
  /** Whether it lies on the object. */
  on: boolean;
}

/** What the decoder says of one set of points. */
export interface PointAnswer {
  /** Odds (logits) that the object is there [height · width]. */
  odds: Float32Array;
  width: number;
  height: number;
  /** How well the model thinks that it did, about 0..1. */
  score: number;
}

/** A photo that the encoder has seen. */
export interface SeenPhoto {
  embeddings: Record<string, Tensor>;
  /** The photo's width and height over those of the encoder's square; the longer is 1. */
  across: number;
  down: number;
}

export class PointSegmenter {
  private constructor(
    private readonly encoder: InferenceSession,
    private readonly decoder: InferenceSession,
    private readonly entry: Pick<CatalogueEntry, 'side' | 'normalisation' | 'title'>,
  ) {}

  /**
   * @param files of the two halves
   * @param entry of the decoder, whose side and normalisation hold for both
   * @throws one sentence where a file does not have the inputs or outputs above; what ONNX Runtime throws where it is damaged
   */
  static async open(
    files: { encoder: string; decoder: string },
    entry: Pick<CatalogueEntry, 'side' | 'normalisation' | 'title'>,
  ): Promise<PointSegmenter> {
    const encoder = await createSession(await fs.readFile(files.encoder));
    const decoder = await fs
      .readFile(files.decoder)
      .then((model) => createSession(model))
      .catch(async (error) => {
        await encoder.release();
        throw error;
      });
    const lacks = (has: readonly string[], wanted: string[]) => wanted.find((name) => !has.includes(name));
    const missing =
      lacks(encoder.inputNames, ['pixel_values']) ??
      lacks(encoder.outputNames, ['image_embeddings']) ??
      lacks(decoder.inputNames, ['image_embeddings', 'input_points', 'input_labels']) ??
      lacks(decoder.outputNames, ['iou_scores', 'pred_masks']);
    if (missing !== undefined) {
      await Promise.all([encoder.release(), decoder.release()]);
      throw new Error(
        `${entry.title} cannot be used: expected a SAM encoder and decoder with a tensor "${missing}", and there is none; get the files that the catalogue names.`,
      );
    }
    return new PointSegmenter(encoder, decoder, entry);
  }

  /** The size that a photo must have for the encoder: its longer side fills the square. */
  sizeOf(width: number, height: number): [width: number, height: number] {
    const scale = this.entry.side / Math.max(width, height);
    return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  }

  /**
   * Lets the encoder see a photo.
   * @param planes red, green, blue, 0..1 [3 · height · width], of the size that `sizeOf` says
   */
  async see(planes: Float32Array, width: number, height: number): Promise<SeenPhoto> {
    const { side, normalisation } = this.entry;
    const pixels = new Float32Array(3 * side * side);
    for (let c = 0; c < 3; c++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          pixels[(c * side + y) * side + x] =
            (planes[(c * height + y) * width + x]! - normalisation.mean[c]!) / normalisation.std[c]!;
    const embeddings = await runSession(this.encoder, { pixel_values: floatTensor(pixels, [1, 3, side, side]) });
    return { embeddings, across: width / side, down: height / side };
  }

  /**
   * The object that the points are on: the best of the decoder's answers by its own score.
   * @param points at least one
   */
  async segment(seen: SeenPhoto, points: readonly SegmentPoint[]): Promise<PointAnswer> {
    const { side } = this.entry;
    const places = points.flatMap(({ x, y }) => [x * seen.across * side, y * seen.down * side]);
    const feeds: Record<string, Tensor> = {
      ...seen.embeddings,
      input_points: floatTensor(places, [1, 1, points.length, 2]),
      input_labels: intTensor(
        points.map(({ on }) => (on ? 1 : 0)),
        [1, 1, points.length],
      ),
    };
    const wanted = Object.fromEntries(
      this.decoder.inputNames.flatMap((name) => (feeds[name] ? [[name, feeds[name]]] : [])),
    );
    const { iou_scores: scores, pred_masks: masks } = await runSession(this.decoder, wanted, [
      'iou_scores',
      'pred_masks',
    ]);
    const values = scores!.data as Float32Array;
    const best = values.indexOf(Math.max(...values));
    const [rows, columns] = masks!.dims.slice(-2) as [number, number];
    const all = (masks!.data as Float32Array).subarray(best * rows * columns, (best + 1) * rows * columns);
    const [width, height] = [Math.max(1, Math.round(columns * seen.across)), Math.max(1, Math.round(rows * seen.down))];
    const odds = new Float32Array(width * height);
    for (let y = 0; y < height; y++) odds.set(all.subarray(y * columns, y * columns + width), y * width);
    return { odds, width, height, score: values[best]! };
  }

  async release(): Promise<void> {
    await Promise.all([this.encoder.release(), this.decoder.release()]);
  }
}
