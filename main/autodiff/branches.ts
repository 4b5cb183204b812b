/**
 * Takes If nodes out of a graph whose sizes are fixed: their conditions ask for shapes and flags alone, so each has one
 * answer, and the branch that it chooses takes the node's place. (PyTorch's TorchScript exporter writes Squeeze so.)
 */

import { renameGraph } from './functions.ts';
import { type Graph, ModelError, type Node, type Tensor } from './graph.ts';
import { reachable } from './structure.ts';

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
    const branches = resolved.nodes.filter((node) => node.op === 'If' && node.domain === '');
    if (branches.length === 0) return resolved;
    const dynamic = reachable(resolved, [input], false);
    const conditions = [...new Set(branches.map((node) => node.inputs[0]!))];
    const open = branches.find((node) => dynamic.has(node.inputs[0]!));
    if (open) {
      throw new ModelError(
        `the model's If "${open.name}" depends on the picture's content; export the model without control flow`,
      );
    }
    const asked = conditions.filter((name) => !resolved.initializers.has(name));
    const outputs = asked.map((name) => ({ name, type: 'bool' as const, dims: [null] }));
    const answers = asked.length > 0 ? await run({ ...resolved, outputs }, asked) : {};
    const initializers = new Map(resolved.initializers);
    const nodes = resolved.nodes.flatMap((node) => {
      if (!branches.includes(node)) return [node];
      const condition = initializers.get(node.inputs[0]!) ?? answers[node.inputs[0]!]!;
      return takeBranch(node, Number(condition.data[0]) !== 0, initializers);
    });
    resolved = { ...resolved, nodes, initializers };
  }
  throw new ModelError(`the model nests its If nodes more than ${DEEPEST} deep; export it without control flow`);
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
