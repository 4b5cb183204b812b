/**
 * Where the page begins: it draws the shell, says hello to its host and lets the native menus press commands.
 */

import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/ruler.css';
import './styles/empty.css';
import './styles/overlays.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { batch } from './batch/batch.ts';
import { takeSeveral } from './batch/opening.ts';
import { run } from './commands/table.ts';
import { Shell } from './shell/Shell.tsx';
import { app } from './state/app.ts';

app.onCommand = run;
app.files.onSeveral = takeSeveral;
const root = createRoot(document.getElementById('root')!);
// Its theme is known before it is first painted, so that it does not flash.
void app.prepare().finally(() => {
  root.render(
    <StrictMode>
      <Shell />
    </StrictMode>,
  );
  batch.start();
  void app.start();
});
