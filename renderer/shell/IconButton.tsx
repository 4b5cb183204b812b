/** A button of the chrome that is an icon alone: its name is for those who do not see it, its tooltip has the key. */

import type { LucideIcon } from 'lucide-react';
import { keyWords } from '../commands/key-words.ts';
import { run } from '../commands/table.ts';
import { ICON } from './icons.tsx';

interface IconButtonProps {
  label: string;
  title: string;
  icon: LucideIcon;
  /** Id of the command that it runs. */
  command: string;
  /** Whether it is on, where it is something that can be. */
  pressed?: boolean;
  disabled?: boolean;
}

export function IconButton({ label, title, icon: Icon, command, pressed, disabled }: IconButtonProps) {
  return (
    <button
      type="button"
      className={`ib${pressed ? ' on' : ''}`}
      aria-pressed={pressed}
      aria-label={label}
      title={keyWords(title)}
      disabled={disabled}
      onClick={() => run(command)}
    >
      <Icon {...ICON} />
    </button>
  );
}
