/**
 * Takes If nodes out of a graph whose sizes are fixed: their conditions ask for shapes and flags alone, so each has one
 * answer, and the branch that it chooses takes the node's place. (PyTorch's TorchScript exporter writes Squeeze so.)
 */

import { renameGraph } from './functions.ts';
import { type Graph, ModelError, type Node, type Tensor } from './graph.ts';
import { needed, reachable } from './structure.ts';

/** Branches within branches are followed this deep. */
const DEEPEST = 32;

/**
 * The graph without If nodes.
 *
 * @param input the picture's name: a condition on its content cannot be resolved
 * @param run evaluates a graph on a neutral picture
 * @throws ModelError a condition that depends on the picture's content
 */
export async function resolveBranches(
  graph: Graph,
  input: string,
  run: (graph: Graph, outputs: string[]) => Promise<Record<string, Tensor>>,
): Promise<Graph> {
  let resolved = graph;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const branches = resolved.nodes.filter(isBranch);
    if (branches.length === 0) return resolved;
    const dynamic = reachable(resolved, [input], false);
    const open = branches.find((node) => dynamic.has(node.inputs[0]!));
    if (open) {
      throw new ModelError(
        `the model's If "${open.name}" depends on the picture's content; export the model without control flow`,
      );
    }
    // Only what the conditions need is run: with sizes fixed, a branch not taken may have shapes that do not fit.
    const ready = branches.filter((node) => !needed(resolved, [node.inputs[0]!]).nodes.some(isBranch));
    const asked = [...new Set(ready.map((node) => node.inputs[0]!))].filter((name) => !resolved.initializers.has(name));
    const outputs = asked.map((name) => ({ name, type: 'bool' as const, dims: [null] }));
    const { nodes: asking, names } = needed(resolved, asked);
    const constants = new Map([...resolved.initializers].filter(([name]) => names.has(name)));
    const answers =
      asked.length > 0 ? await run({ ...resolved, nodes: asking, initializers: constants, outputs }, asked) : {};
    const initializers = new Map(resolved.initializers);
    const nodes = resolved.nodes.flatMap((node) => {
      if (!ready.includes(node)) return [node];
      const condition = initializers.get(node.inputs[0]!) ?? answers[node.inputs[0]!]!;
      return takeBranch(node, Number(condition.data[0]) !== 0, initializers);
    });
    resolved = { ...resolved, nodes, initializers };
  }
  throw new ModelError(`the model nests its If nodes more than ${DEEPEST} deep; export it without control flow`);
}

function isBranch(node: Node): boolean {
  return node.op === 'If' && node.domain === '';
}

function takeBranch(node: Node, condition: boolean, initializers: Map<string, Tensor>): Node[] {
  const attribute = node.attributes[condition ? 'then_branch' : 'else_branch'];
  if (attribute?.kind !== 'graph') throw new ModelError(`the model's If "${node.name}" lacks a branch`);
  const branch = renameGraph(attribute.value, (name) => name, `${node.outputs[0]}:`);
  for (const [name, tensor] of branch.initializers) initializers.set(name, tensor);
  const results = branch.outputs.map(
    (output, i): Node => ({
      op: 'Identity',
      domain: '',
      name: `${node.name}:${i}`,
      inputs: [output.name],
      outputs: [node.outputs[i]!],
      attributes: {},
    }),
  );
  return [...branch.nodes, ...results];
}
