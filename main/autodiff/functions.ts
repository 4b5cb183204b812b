/**
 * Inlines a model's own functions (FunctionProto): PyTorch's dynamo exporter may keep whole operators, and whole
 * modules, as functions that the file defines. After this a graph speaks of the standard operators alone.
 */

import { type Attribute, type Graph, ModelError, type Node } from './graph.ts';

export interface FunctionBody {
  name: string;
  domain: string;
  inputs: string[];
  outputs: string[];
  /** Attributes that a caller may leave out. */
  defaults: Record<string, Attribute>;
  nodes: Node[];
  /** Attributes taken from the caller: "first output of the node, NUL, its attribute" to the function's attribute. */
  references: Map<string, string>;
}

/** Functions within functions are followed this deep; beyond it they call themselves. */
const DEEPEST = 64;
/** Functions that call others twice double at each step: real models have some thousands of calls. */
const MOST_CALLS = 100_000;

/** The graph with every call of one of `functions` replaced by its body. */
export function inlineFunctions(graph: Graph, functions: FunctionBody[]): Graph {
  const table = new Map(functions.map((body) => [`${body.domain}\0${body.name}`, body]));
  let calls = 0;

  const expand = (node: Node, depth: number): Node[] => {
    const body = table.get(`${node.domain}\0${node.op}`);
    if (!body) return [node];
    if (depth > DEEPEST)
      throw new ModelError(`the model's function "${body.name}" calls itself; such models are refused`);
    if (calls === MOST_CALLS)
      throw new ModelError(`the model calls its own functions more than ${MOST_CALLS} times; such models are refused`);
    const prefix = `${node.name || node.op}.${calls++}.`;
    const names = new Map<string, string>([['', '']]);
    body.inputs.forEach((name, i) => {
      names.set(name, node.inputs[i] ?? '');
    });
    body.outputs.forEach((name, i) => {
      names.set(name, node.outputs[i] || `${prefix}${name}`);
    });
    const rename = (name: string): string => {
      if (!names.has(name)) names.set(name, prefix + name);
      return names.get(name)!;
    };
    return body.nodes.flatMap((inner) => {
      const attributes = { ...inner.attributes };
      for (const [key, outer] of body.references) {
        const [output, name] = key.split('\0') as [string, string];
        if (output !== inner.outputs[0]) continue;
        const value = node.attributes[outer] ?? body.defaults[outer];
        if (value) attributes[name] = value;
      }
      for (const [name, attribute] of Object.entries(attributes)) {
        if (attribute.kind === 'graph') {
          attributes[name] = { kind: 'graph', value: renameGraph(attribute.value, rename, prefix) };
        }
      }
      const copy: Node = {
        ...inner,
        name: prefix + inner.name,
        inputs: inner.inputs.map(rename),
        outputs: inner.outputs.map(rename),
        attributes,
      };
      return expand(copy, depth + 1);
    });
  };
  const domains = { ...graph.domains };
  for (const body of functions) if (body.domain !== 'com.microsoft') delete domains[body.domain];
  return { ...graph, domains, nodes: graph.nodes.flatMap((node) => expand(node, 0)) };
}

/** A subgraph with all its names passed through `rename`; names that it defines itself get `prefix`. */
export function renameGraph(graph: Graph, rename: (name: string) => string, prefix: string): Graph {
  const own = new Set<string>();
  for (const input of graph.inputs) own.add(input.name);
  for (const name of graph.initializers.keys()) own.add(name);
  for (const node of graph.nodes) for (const output of node.outputs) own.add(output);
  const inner = (name: string): string => (name === '' ? '' : own.has(name) ? prefix + name : rename(name));
  return {
    ...graph,
    inputs: graph.inputs.map((value) => ({ ...value, name: inner(value.name) })),
    outputs: graph.outputs.map((value) => ({ ...value, name: inner(value.name) })),
    initializers: new Map([...graph.initializers].map(([name, tensor]) => [inner(name), tensor])),
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(inner),
      outputs: node.outputs.map(inner),
      attributes: Object.fromEntries(
        Object.entries(node.attributes).map(([name, attribute]) => [
          name,
          attribute.kind === 'graph'
            ? { kind: 'graph' as const, value: renameGraph(attribute.value, inner, prefix) }
            : attribute,
        ]),
      ),
    })),
  };
}
