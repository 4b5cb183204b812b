/**
 * Work of which only the newest is wanted: what is asked again and again while a person edits. One runs at a time; who
 * asks anew ends what runs and what waits.
 */

/** Asked between pieces of the work: whether something newer is wanted, which ends it with null. */
export type Outdated = () => boolean;

/**
 * @param work gives null where it was outdated
 * @param told the sentence with which an outdated asking is refused
 */
export function newestOnly<Input, Output>(
  work: (input: Input, outdated: Outdated) => Promise<Output | null>,
  told: string,
): (input: Input) => Promise<Output> {
  let newest = 0;
  let before: Promise<unknown> = Promise.resolve();
  return (input) => {
    const mine = ++newest;
    const outdated = () => mine !== newest;
    const run = async () => {
      const found = outdated() ? null : await work(input, outdated);
      if (found === null) throw new Error(told);
      return found;
    };
    const result = before.then(run);
    before = result.catch(() => {});
    return result;
  };
}
