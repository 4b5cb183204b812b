/** Intersection over union of a mask (subject from 128 on) and what is wanted. */
export function overlap(mask: ArrayLike<number>, isSubject: (i: number) => boolean): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < mask.length; i++) {
    const [found, wanted] = [mask[i]! >= 128, isSubject(i)];
    if (found && wanted) both++;
    if (found || wanted) either++;
  }
  return both / either;
}
