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
