/** Our own icons, on Lucide's grid, and the one look of all icons: 18 px, lines of 1.5 px. */

/** Spread on a Lucide icon. */
export const ICON = { size: 18, strokeWidth: 1.5, absoluteStrokeWidth: true, 'aria-hidden': true } as const;

/** The mark: one curve, an L. */
export function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">
      <path
        d="M8 3.5C5.6 9.5 4 20.5 10.2 20.5c3.6 0 5.6-3.9 9.8-3.2"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** A node's kind: a curve under its handles. */
export function NodeIcon({ kind }: { kind: 'corner' | 'smooth' | 'symmetric' }) {
  const bar = kind === 'corner' ? 'M12 6.5L7.5 18M12 6.5L16.5 18' : 'M4 20c1-7 3.5-11.5 8-11.5s7 4.5 8 11.5';
  const right = kind === 'symmetric' ? 21 : 17.5;
  return (
    <svg {...LINES} width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">
      <path d={bar} />
      {kind !== 'corner' && <path d={`M3 8.5H${right}`} />}
      {kind !== 'corner' && <circle cx="3" cy="8.5" r="1.5" fill="currentColor" />}
      {kind !== 'corner' && <circle cx={right} cy="8.5" r="1.5" fill="currentColor" />}
      {kind === 'corner' ? (
        <rect x="9.5" y="4" width="5" height="5" fill="var(--chrome)" />
      ) : (
        <circle cx="12" cy="8.5" r="2.5" fill="var(--chrome)" />
      )}
    </svg>
  );
}

const LINES = { strokeWidth: 1.75, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
