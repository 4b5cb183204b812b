/** Whether the next sketch would be made with other settings than the one that is shown. */

import type { PageSettings } from '../../main/contract.ts';

export function changedSettings(drawn: PageSettings, next: PageSettings): boolean {
  return (Object.keys(next) as (keyof PageSettings)[]).some((key) => drawn[key] !== next[key]);
}
