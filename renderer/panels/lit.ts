/** Lights a piece up on the sheet while it is pointed at in its list, or has the focus there. */

import { useStore } from '../state/store.ts';

const light = (litPiece: string | null) => useStore.setState({ litPiece });

/** Put on the element that stands for the piece. @param url of its mask */
export function litBy(url: string) {
  return {
    onPointerEnter: () => light(url),
    onPointerLeave: () => light(null),
    onFocus: () => light(url),
    onBlur: () => light(null),
  };
}
