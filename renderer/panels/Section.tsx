/** One section of a panel: a heading, a quiet word beside it, and what belongs together. */

import type { ReactNode } from 'react';

interface SectionProps {
  title?: string;
  aside?: string;
  /** Rows of controls, with air between them. */
  form?: boolean;
  children: ReactNode;
}

export function Section({ title, aside, form, children }: SectionProps) {
  return (
    <section className={form ? 'p-section c-form' : 'p-section'} aria-label={title}>
      {title && (
        <h3>
          {title}
          {aside && <small>{aside}</small>}
        </h3>
      )}
      {children}
    </section>
  );
}
