/** A day as one speaks of it: today, yesterday, a weekday of the last six, else its date. */

const DAY = 86_400_000;

/** @param when an ISO date. @param now the moment it is spoken of, and `locale` the language, the browser's if none */
export function dayWords(when: string, now = new Date(), locale?: string): string {
  const then = new Date(when);
  const days = Math.round((midnight(now) - midnight(then)) / DAY);
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days > 1 && days < 7) return then.toLocaleDateString(locale, { weekday: 'long' });
  return then.toLocaleDateString(locale);
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
