/** ONNX files in and out: what is written is read back the same, and each kind of unusable file has its sentence. */

import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Graph, ModelError, type Node, type Tensor } from '../../main/autodiff/graph.ts';
import { readModel, writeModel } from '../../main/autodiff/onnx.ts';
import { MessageWriter } from '../../main/autodiff/protobuf.ts';
import { specialise } from '../../main/autodiff/specialise.ts';
import { floatTensor, intTensor, toFloat32, toNumbers } from '../../main/autodiff/tensor.ts';
import { evaluate } from '../../main/models/session.ts';
import { modelOf, node } from './cases/case.ts';

const fixture = (name: string) => new Uint8Array(fs.readFileSync(`test/fixtures/${name}`));

/** The message of the ModelError that `run` throws. */
async function refusal(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

const specialised = (model: Graph) => specialise(model, { name: 'x', dims: [2, 3, 4, 4] }, evaluate);

/** A minimal model around one TensorProto, whose fields the test writes itself. */
function modelWithTensor(fill: (tensor: MessageWriter) => void): Uint8Array {
  const model = new MessageWriter();
  model.int(1, 8);
  model.message(7, (graph) => graph.message(5, fill));
  model.message(8, (opset) => opset.int(2, 17));
  return model.join();
}

const bytesOf = ({ data }: Tensor) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

describe('round trips', () => {
  for (const name of ['vit-clip-opset11.onnx', 'resnet-clip-opset17.onnx', 'wild/hf-clip-dynamo-20.onnx']) {
    test(`${name} is the same after being written and read`, () => {
      const graph = readModel(fixture(name));
      const again = readModel(writeModel(graph));
      expect(again.nodes).toEqual(graph.nodes);
      expect(again.inputs).toEqual(graph.inputs);
      expect(again.opset).toBe(graph.opset);
      expect([...again.initializers.keys()]).toEqual([...graph.initializers.keys()]);
      for (const [key, tensor] of graph.initializers) {
        const copy = again.initializers.get(key)!;
        expect([copy.type, copy.dims]).toEqual([tensor.type, tensor.dims]);
        expect(bytesOf(copy).equals(bytesOf(tensor))).toBe(true);
      }
    });
  }

  test('every kind of attribute survives', () => {
    const inner = modelOf([node('Identity', ['x'], ['z'])], {}, ['z']);
    const attributes: Node['attributes'] = {
      float: { kind: 'float', value: 0.5 },
      int: { kind: 'int', value: -3 },
      text: { kind: 'string', value: 'linear ü' },
      tensor: { kind: 'tensor', value: intTensor([1, -2, 3], [3, 1]) },
      floats: { kind: 'floats', value: [1, -0.25] },
      ints: { kind: 'ints', value: [0, -1, 2 ** 40] },
      strings: { kind: 'strings', value: ['a', ''] },
    };
    const graph = modelOf([node('Thing', ['x', '', 'w'], ['y'], attributes)]);
    expect(readModel(writeModel(graph)).nodes).toEqual(graph.nodes);
    const branch = modelOf([node('If', ['c'], ['y'], { then_branch: { kind: 'graph', value: inner } })]);
    const read = readModel(writeModel(branch)).nodes[0]!.attributes['then_branch'];
    expect(read?.kind === 'graph' && read.value.nodes).toEqual(inner.nodes);
  });

  test('an end of 2^63 stays the largest int64', () => {
    const graph = modelOf([node('Thing', ['x'], ['y'], { ends: { kind: 'ints', value: [2 ** 63] } })]);
    const read = readModel(writeModel(graph)).nodes[0]!.attributes['ends'];
    expect(read).toEqual({ kind: 'ints', value: [2 ** 63] });
  });
});

describe('encodings of constants', () => {
  const read = (fill: (tensor: MessageWriter) => void) => {
    const bytes = modelWithTensor((tensor) => {
      tensor.text(8, 'w');
      fill(tensor);
    });
    return readModel(bytes).initializers.get('w')!;
  };

  test('floats, packed and one by one', () => {
    const packed = read((tensor) => {
      tensor.int(1, 2);
      tensor.int(2, 1);
      tensor.bytes(4, new Uint8Array(Float32Array.of(1.5, -2).buffer));
    });
    const single = read((tensor) => {
      tensor.int(1, 2);
      tensor.int(2, 1);
      tensor.float(4, 1.5);
      tensor.float(4, -2);
    });
    expect(packed).toEqual(floatTensor([1.5, -2], [2]));
    expect(single).toEqual(packed);
  });

  test('packed dims and int64s, negative ones too', () => {
    const tensor = read((message) => {
      message.bytes(1, Uint8Array.of(2, 1));
      message.int(2, 7);
      message.int(7, -5);
      message.int(7, 1n << 40n);
    });
    expect(tensor.dims).toEqual([2, 1]);
    expect(toNumbers(tensor)).toEqual([-5, 2 ** 40]);
  });

  test('float16 in int32_data, with its values', () => {
    // IEEE 754 half precision: 0x3c00 is 1, 0xc000 is −2, 0x0001 the smallest positive, 0x7bff the largest.
    const tensor = read((message) => {
      message.int(1, 4);
      message.int(2, 10);
      for (const word of [0x3c00, 0xc000, 0x0001, 0x7bff]) message.int(5, word);
    });
    expect(Array.from(toFloat32(tensor))).toEqual([1, -2, 2 ** -24, 65504]);
  });
});

describe('what is refused', () => {
  test('something that is no model', async () => {
    for (const bytes of ['PNG', '<!doctype html><html></html>', 'version https://git-lfs.github.com/spec/v1\n', '']) {
      const message = await refusal(() => readModel(new TextEncoder().encode(bytes)));
      expect(message).toBe('this is not an ONNX file; choose a model exported as .onnx');
    }
  });

  test('a truncated file, wherever it is cut', async () => {
    const whole = fixture('wild/hf-siglip-legacy-14.onnx');
    for (const part of [0.001, 0.1, 0.5, 0.99]) {
      const cut = whole.slice(0, Math.floor(whole.length * part));
      expect(await refusal(() => readModel(cut))).toMatch(/^the ONNX file is cut short after \d+ bytes/);
    }
  });

  test('weights in a file that is missing, or too short', async () => {
    const bytes = fixture('wild/hf-clip-dynamo-18-external.onnx');
    const missing = () =>
      readModel(bytes, () => {
        throw new Error('ENOENT');
      });
    const name = 'hf-clip-dynamo-18-external.onnx.data';
    expect(await refusal(() => readModel(bytes))).toContain(`"${name}", which was not given`);
    expect(await refusal(missing)).toContain(`"${name}", which cannot be read (ENOENT)`);
    expect(await refusal(() => readModel(bytes, () => new Uint8Array(10)))).toContain('it is cut short');
  });

  test('operator sets out of range', async () => {
    for (const opset of [9, 99]) {
      const bytes = writeModel({ ...modelOf([]), opset });
      expect(await refusal(() => readModel(bytes))).toContain(`operator set ${opset}; 11 to 24 are understood`);
    }
  });

  test('element types of quantised weights', async () => {
    const bytes = modelWithTensor((tensor) => {
      tensor.text(8, 'w');
      tensor.int(2, 22);
    });
    expect(await refusal(() => readModel(bytes))).toContain('use the float32 or float16 file');
  });

  test('products of quantised integers', async () => {
    const model = modelOf([
      node('DynamicQuantizeLinear', ['x'], ['q', 's', 'z']),
      node('ConvInteger', ['q', 'w', 'z'], ['i']),
      node('Cast', ['i'], ['y'], { to: { kind: 'int', value: 1 } }),
    ]);
    model.initializers.set('w', { type: 'uint8', dims: [1, 3, 1, 1], data: Uint8Array.of(1, 2, 3) });
    expect(await refusal(() => specialised(model))).toMatch(
      /quantised integers \(DynamicQuantizeLinear .* use its float32 or float16 file/,
    );
  });

  test('outputs that need more than the picture', async () => {
    const model = modelOf([node('Add', ['x', 'input_ids'], ['y'])]);
    model.inputs.push({ name: 'input_ids', type: 'float32', dims: [1] });
    expect(await refusal(() => specialised(model))).toContain('needs more than the picture: input_ids');
  });

  test('a branch on what the picture shows', async () => {
    const branch = modelOf([node('Identity', ['x'], ['b'])], {}, ['b']);
    branch.inputs = [];
    const model = modelOf([
      node('ReduceMax', ['x'], ['m'], { keepdims: { kind: 'int', value: 0 } }),
      node('Cast', ['m'], ['c'], { to: { kind: 'int', value: 9 } }),
      node('If', ['c'], ['y'], {
        then_branch: { kind: 'graph', value: branch },
        else_branch: { kind: 'graph', value: branch },
      }),
    ]);
    expect(await refusal(() => specialised(model))).toContain("depends on the picture's content");
  });

  test('a size that the model cannot take', async () => {
    const model = modelOf([node('MatMul', ['x', 'w'], ['y'])], { w: floatTensor(new Float32Array(10), [5, 2]) });
    expect(await refusal(() => specialised(model))).toContain('on a picture of [2, 3, 4, 4]');
  });
});
