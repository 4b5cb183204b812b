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

/** A node's kind: a curve under its handles, which are alike only where it is symmetric. */
export function NodeIcon({ kind }: { kind: 'corner' | 'smooth' | 'symmetric' }) {
  const lines = { strokeWidth: 1.75, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
  const right = kind === 'symmetric' ? 21.5 : 18;
  return (
    <svg {...lines} width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">
      {kind === 'corner' ? (
        <>
          <path d="M12 6L5.5 20M12 6l6.5 14" />
          <rect x="9.5" y="3.5" width="5" height="5" fill="var(--chrome)" />
        </>
      ) : (
        <>
          <path d={`M2.5 8H${right}M4.5 20.5C5.5 12.5 8 8 12 8s6.5 4.5 7.5 12.5`} />
          <circle cx="2.5" cy="8" r="1" fill="currentColor" />
          <circle cx={right} cy="8" r="1" fill="currentColor" />
          <circle cx="12" cy="8" r="2.5" fill={kind === 'symmetric' ? 'currentColor' : 'var(--chrome)'} />
        </>
      )}
    </svg>
  );
}
