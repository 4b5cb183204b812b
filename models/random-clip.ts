/**
 * An encoder of the shape of CLIP's ResNets with random weights: what CLIP costs, and whether its gradient is right, can
 * be measured without its weights.
 *
 * The shape is ModifiedResNet's (Radford et al. 2021; openai/CLIP, clip/model.py): a stem of three convolutions, strides
 * by average pooling before a 1×1 convolution, batch norm everywhere, and attention in place of the last pooling, in the
 * operators that PyTorch's exporter writes. Variances are those that keep activations at one size through the layers.
 */

import { GraphBuilder } from '../main/autodiff/builder.ts';
import type { Graph } from '../main/autodiff/graph.ts';
import { count } from '../main/autodiff/tensor.ts';
import { Random } from '../main/sketch/random.ts';

export interface ClipResNetShape {
  /** Residual blocks of each stage. */
  blocks: [number, number, number, number];
  /** Channels behind the stem: a multiple of 2. The last stage has 32 times as many. */
  width: number;
  /** Pixels across: a multiple of 32. */
  side: number;
  /** Length of the embedding. */
  embedding: number;
}

export const RN50: ClipResNetShape = { blocks: [3, 4, 6, 3], width: 64, side: 224, embedding: 1024 };
export const RN101: ClipResNetShape = { blocks: [3, 4, 23, 3], width: 64, side: 224, embedding: 512 };

/** Channels of one attention head. */
const HEAD = 64;

/**
 * The encoder as a file would hold it: `image` [batch, 3, side, side], normalised, to `embedding` [batch, embedding], for
 * any batch. Stages' last tensors are named `stage1` to `stage4`.
 *
 * @param seed of the weights: the same seed gives the same bytes
 */
export function randomClipResNet(shape: ClipResNetShape, seed = 0): Graph {
  const { blocks, width, side, embedding } = shape;
  // Built for a batch of one; nothing in it holds that number, so that the batch can be left open in the end.
  const builder = new GraphBuilder();
  const layers = new Layers(builder, new Random(seed));
  let x = builder.input('image', [1, 3, side, side]);
  x = layers.unit(x, width / 2, 3, 2);
  x = layers.unit(x, width / 2, 3);
  x = layers.pool(layers.unit(x, width, 3));
  blocks.forEach((depth, stage) => {
    for (let block = 0; block < depth; block++) {
      const isStrided = block === 0 && stage > 0;
      x = layers.bottleneck(x, width << stage, isStrided, block === 0, 0.5 / Math.sqrt(depth));
    }
    x = builder.output(x, `stage${stage + 1}`);
  });
  builder.graph.outputs = [];
  builder.output(layers.attentionPool(x, embedding), 'embedding');
  const { inputs, outputs, ...graph } = builder.graph;
  const open = <T extends { dims: unknown[] }>(value: T) => ({ ...value, dims: ['batch', ...value.dims.slice(1)] });
  return { ...graph, inputs: inputs.map(open), outputs: outputs.map(open) };
}

/** ModifiedResNet's layers, appended to a graph. */
class Layers {
  constructor(
    private readonly builder: GraphBuilder,
    private readonly random: Random,
  ) {}

  /** A constant of evenly distributed numbers about `middle`. */
  private weights(dims: number[], deviation: number, middle = 0): string {
    const reach = Math.sqrt(3) * deviation;
    const { random } = this;
    return this.builder.constant(
      Float32Array.from({ length: count(dims) }, () => middle + reach * (2 * random.uniform() - 1)),
      dims,
      'weights',
    );
  }

  /** Convolution and batch norm, times `scale`. */
  private conv(x: string, channels: number, kernel: number, stride = 1, scale = 1): string {
    const { builder } = this;
    const inputs = builder.shape(x)[1]!;
    const pad = kernel >> 1;
    // He et al. 2015: half of what a ReLU gets is lost, so twice the variance comes in.
    const weights = this.weights([channels, inputs, kernel, kernel], Math.sqrt(2 / (inputs * kernel * kernel)));
    const y = builder.op('Conv', [x, weights], { strides: [stride, stride], pads: [pad, pad, pad, pad] });
    const [gamma, beta] = [this.weights([channels], 0.1 * scale, scale), this.weights([channels], 0.1 * scale)];
    const [mean, variance] = [this.weights([channels], 0.1), this.weights([channels], 0.1, 1)];
    return builder.op('BatchNormalization', [y, gamma, beta, mean, variance], { epsilon: 1e-5 });
  }

  unit(x: string, channels: number, kernel: number, stride = 1): string {
    return this.builder.op('Relu', [this.conv(x, channels, kernel, stride)]);
  }

  pool(x: string): string {
    return this.builder.op('AveragePool', [x], { kernel_shape: [2, 2], strides: [2, 2] });
  }

  bottleneck(x: string, planes: number, isStrided: boolean, isWidened: boolean, scale: number): string {
    const narrow = this.unit(this.unit(x, planes, 1), planes, 3);
    const branch = this.conv(isStrided ? this.pool(narrow) : narrow, 4 * planes, 1, 1, scale);
    const past = isWidened ? this.conv(isStrided ? this.pool(x) : x, 4 * planes, 1) : x;
    return this.builder.op('Relu', [this.builder.op('Add', [branch, past])]);
  }

  private linear(x: string, channels: number): string {
    const inputs = this.builder.shape(x).at(-1)!;
    const product = this.builder.op('MatMul', [x, this.weights([inputs, channels], 1 / Math.sqrt(inputs))]);
    return this.builder.op('Add', [product, this.weights([channels], 0.1)]);
  }

  private reshape(x: string, dims: number[]): string {
    return this.builder.op('Reshape', [x, this.builder.ints(dims)]);
  }

  /** The mean of all places asks all places, itself among them. [B,C,h,w] to [B,channels]. */
  attentionPool(x: string, channels: number): string {
    const { builder } = this;
    const width = builder.shape(x)[1]!;
    const places = builder.transpose(this.reshape(x, [0, width, -1]), [2, 0, 1]);
    const tokens = builder.op('Concat', [builder.mean(places, [0], true), places], { axis: 0 });
    const positions = this.weights([builder.shape(tokens)[0]!, 1, width], 1 / Math.sqrt(width));
    const placed = builder.op('Add', [tokens, positions]);
    const heads = (tensor: string, order: number[]) =>
      builder.transpose(this.reshape(tensor, [builder.shape(tensor)[0]!, -1, HEAD]), order);
    const query = this.linear(builder.slice(placed, [0], [1], [0]), width);
    const queries = heads(builder.op('Mul', [query, builder.scalar(HEAD ** -0.5)]), [1, 0, 2]);
    const keys = heads(this.linear(placed, width), [1, 2, 0]);
    const values = heads(this.linear(placed, width), [1, 0, 2]);
    const attention = builder.op('Softmax', [builder.op('MatMul', [queries, keys])], { axis: -1 });
    const mixed = builder.transpose(builder.op('MatMul', [attention, values]), [1, 0, 2]);
    const pooled = this.linear(this.reshape(mixed, [1, -1, width]), channels);
    return builder.op('Squeeze', [pooled, builder.ints([0])]);
  }
}
