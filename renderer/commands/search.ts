/** Commands that fit what was typed, best first: every word of it must begin or lie in the label, group or key. */

import type { Command } from './table.ts';

export function searchCommands(commands: readonly Command[], query: string): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = commands.flatMap((command) => {
    const label = command.label.toLowerCase();
    const rest = `${command.group} ${command.keys.join(' ')}`.toLowerCase();
    let score = 0;
    for (const word of words) {
      if (label.startsWith(word)) score += 3;
      else if (label.includes(` ${word}`)) score += 2;
      else if (label.includes(word) || rest.includes(word)) score += 1;
      else return [];
    }
    return [{ command, score }];
  });
  return scored.sort((a, b) => b.score - a.score).map(({ command }) => command);
}
