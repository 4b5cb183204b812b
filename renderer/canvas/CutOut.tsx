/** The subject as it is cut out, in any of its three ways: on the sheet as a layer, and small in the panel. */

import type { CSSProperties } from 'react';
import type { Around } from '../state/layers.ts';

interface CutOutProps {
  photoUrl: string;
  maskUrl: string;
  around: Around;
  /** Of the picture, for those who do not see it; '': it is said elsewhere. */
  alt?: string;
}

/** A grey picture as what its element is seen through: white shows it, black does not. */
export function through(url: string): CSSProperties {
  return { maskImage: `url("${url}")` };
}

export function CutOut({ photoUrl, maskUrl, around, alt = '' }: CutOutProps) {
  if (around === 'mask') return <img alt={alt} draggable={false} src={maskUrl} />;
  return (
    <>
      {around === 'faded' && <img className="faded" alt="" draggable={false} src={photoUrl} />}
      <img className="through" alt={alt} draggable={false} src={photoUrl} style={through(maskUrl)} />
    </>
  );
}
