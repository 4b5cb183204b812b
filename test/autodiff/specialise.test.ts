/** Fixing sizes, folding, and rewriting into less: what comes out is smaller and computes the same. */

import { describe, expect, test } from 'vitest';
import type { Graph } from '../../main/autodiff/graph.ts';
import { readModel, writeModel } from '../../main/autodiff/onnx.ts';
import { MessageWriter } from '../../main/autodiff/protobuf.ts';
import { simplify } from '../../main/autodiff/simplify.ts';
import { specialise } from '../../main/autodiff/specialise.ts';
import { floatTensor, intTensor, toNumbers } from '../../main/autodiff/tensor.ts';
import { evaluate } from '../../main/models/session.ts';
import { modelOf, node } from './cases/case.ts';

const specialised = (model: Graph) => specialise(model, { name: 'x', dims: [2, 3, 4, 4] }, evaluate);

describe('specialise and simplify', () => {
  test('shape arithmetic is folded, also behind If, and outputs of other inputs are dropped', async () => {
    const squeezed = modelOf([node('Squeeze', ['x', 'axes'], ['b1'])], { axes: intTensor([0]) }, ['b1']);
    const same = modelOf([node('Identity', ['x'], ['b2'])], {}, ['b2']);
    const model = modelOf(
      [
        node('Shape', ['x'], ['shape']),
        node('Gather', ['shape', 'zero'], ['batch']),
        node('Equal', ['batch', 'one'], ['isSingle']),
        node('If', ['isSingle'], ['b'], {
          then_branch: { kind: 'graph', value: { ...squeezed, inputs: [] } },
          else_branch: { kind: 'graph', value: { ...same, inputs: [] } },
        }),
        node('Unsqueeze', ['batch', 'zeros'], ['size']),
        node('Concat', ['size', 'rest'], ['to'], { axis: { kind: 'int', value: 0 } }),
        node('Reshape', ['b', 'to'], ['y']),
        node('Abs', ['text'], ['t']),
      ],
      { zero: intTensor([0], []), one: intTensor([1], []), zeros: intTensor([0]), rest: intTensor([-1]) },
      ['y', 't'],
    );
    model.inputs.push({ name: 'text', type: 'float32', dims: [1] });
    const graph = simplify(await specialised(model));
    expect(graph.nodes.map((item) => item.op)).toEqual(['Reshape']);
    expect(graph.outputs.map((output) => output.name)).toEqual(['y']);
    expect(graph.shapes.get('y')).toEqual([2, 48]);
    expect(toNumbers(graph.initializers.get('to')!)).toEqual([2, -1]);
  });

  test('sequences that are taken apart again become slices, gathers and concatenations', async () => {
    const axis = (value: number) => ({ kind: 'int' as const, value });
    const model = modelOf(
      [
        node('SplitToSequence', ['x', 'sizes'], ['s'], { axis: axis(2) }),
        node('SequenceAt', ['s', 'last'], ['a']),
        node('SplitToSequence', ['x', 'two'], ['t'], { axis: axis(3) }),
        node('SequenceAt', ['t', 'one'], ['b']),
        node('SplitToSequence', ['x'], ['u'], { axis: axis(1), keepdims: axis(0) }),
        node('SequenceAt', ['u', 'last'], ['c']),
        node('SequenceConstruct', ['c', 'c'], ['v']),
        node('ConcatFromSequence', ['v'], ['d'], { axis: axis(1), new_axis: axis(1) }),
        ...['a', 'b', 'd'].map((name) => node('ReduceSum', [name], [`sum_${name}`])),
        node('Sum', ['sum_a', 'sum_b', 'sum_d'], ['y']),
      ],
      { sizes: intTensor([1, 3]), last: intTensor([-1], []), two: intTensor([2], []), one: intTensor([1], []) },
    );
    const graph = simplify(await specialised(model));
    expect(graph.nodes.some((item) => item.op.includes('Sequence'))).toBe(false);
    expect(['a', 'b', 'd'].map((name) => graph.shapes.get(name))).toEqual([
      [2, 3, 3, 4],
      [2, 3, 4, 2],
      [2, 2, 4, 4],
    ]);
    const x = floatTensor(
      Float32Array.from({ length: 96 }, (_, i) => Math.cos(i)),
      [2, 3, 4, 4],
    );
    const [before, after] = await Promise.all([model, graph].map((item) => evaluate(writeModel(item), { x }, ['y'])));
    expect(Math.abs(Number(before!['y']!.data[0]) - Number(after!['y']!.data[0]))).toBeLessThan(1e-5);
  });

  test('batch norm goes into the convolution before it, and nothing changes', async () => {
    const wave = (length: number, scale: number, offset: number) =>
      Float32Array.from({ length }, (_, i) => Math.sin(7 * i + 1) * scale + offset);
    const model = modelOf(
      [
        node('Conv', ['x', 'w'], ['c'], { group: { kind: 'int', value: 3 } }),
        node('BatchNormalization', ['c', 'g', 'b', 'm', 'v'], ['y']),
      ],
      {
        w: floatTensor(wave(6 * 4, 1, 0), [6, 1, 2, 2]),
        g: floatTensor(wave(6, 1, 0.2), [6]),
        b: floatTensor(wave(6, 2, 0), [6]),
        m: floatTensor(wave(6, 1, 0.5), [6]),
        v: floatTensor(wave(6, 0.5, 1), [6]),
      },
    );
    const before = await specialised(model);
    const after = simplify(before);
    expect(after.nodes.map((item) => item.op)).toEqual(['Conv']);
    const x = floatTensor(wave(96, 1, 0), [2, 3, 4, 4]);
    const [wanted, got] = await Promise.all([before, after].map((graph) => evaluate(writeModel(graph), { x }, ['y'])));
    const expected = wanted!['y']!.data as Float32Array;
    (got!['y']!.data as Float32Array).forEach((value, i) => {
      expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5);
    });
  });

  test("a model's own functions are inlined, attributes and defaults included", async () => {
    const model = new MessageWriter();
    model.int(1, 9);
    model.message(7, (graph) => {
      graph.message(1, (call) => {
        call.text(1, 'x');
        call.text(2, 'y');
        call.text(3, 'call');
        call.text(4, 'Leak');
        call.message(5, (attribute) => {
          attribute.text(1, 'slope');
          attribute.float(2, 0.25);
          attribute.int(20, 1);
        });
        call.text(7, 'local');
      });
      for (const [field, name] of [
        [11, 'x'],
        [12, 'y'],
      ] as const) {
        graph.message(field, (value) => {
          value.text(1, name);
          value.message(2, (type) =>
            type.message(1, (tensor) => {
              tensor.int(1, 1);
              tensor.message(2, (shape) => shape.message(1, (dim) => dim.int(1, 4)));
            }),
          );
        });
      }
    });
    for (const [domain, version] of [
      ['', 17],
      ['local', 1],
    ] as const) {
      model.message(8, (opset) => {
        opset.text(1, domain);
        opset.int(2, version);
      });
    }
    model.message(25, (body) => {
      body.text(1, 'Leak');
      body.text(4, 'a');
      body.text(5, 'b');
      body.text(6, 'slope');
      body.message(7, (inner) => {
        inner.text(1, 'a');
        inner.text(2, 'between');
        inner.text(4, 'LeakyRelu');
        inner.message(5, (attribute) => {
          attribute.text(1, 'alpha');
          attribute.int(20, 1);
          attribute.text(21, 'slope');
        });
      });
      body.message(7, (inner) => {
        inner.text(1, 'between');
        inner.text(2, 'b');
        inner.text(4, 'Neg');
      });
      body.text(10, 'local');
    });
    const graph = readModel(model.join());
    expect(graph.nodes.map((item) => item.op)).toEqual(['LeakyRelu', 'Neg']);
    expect(graph.domains).toEqual({});
    const result = await evaluate(writeModel(graph), { x: floatTensor([-4, 1, 2, -1], [4]) }, ['y']);
    expect(Array.from(result['y']!.data as Float32Array)).toEqual([1, -1, -2, 0.25]);
  });
});
