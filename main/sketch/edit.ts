/**
 * What a person may do to a drawing that is still being drawn. Strokes are named by ids, which they keep for as long as
 * they live; points are frame units, 8 numbers.
 */
export type Edit =
  /** Puts a stroke there and pins it; one that is not known is added. */
  | { kind: 'move'; id: string; points: ArrayLike<number> }
  | { kind: 'add'; id: string; points: ArrayLike<number> }
  /** Lets it move again. */
  | { kind: 'unpin'; id: string }
  | { kind: 'delete'; id: string };
