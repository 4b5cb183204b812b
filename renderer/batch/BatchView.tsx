/** The page while a batch is shown: its regions stand where a document's do, but for the tools, which it has no use for. */

import '../styles/batch-cards.css';
import '../styles/batch-rows.css';
import '../styles/batch-beads.css';
import '../styles/batch.css';
import { Faults, Notice } from '../shell/Faults.tsx';
import { Slot } from '../shell/Slot.tsx';
import { BatchBar } from './BatchBar.tsx';
import { BatchPanel } from './BatchPanel.tsx';
import { BatchStrip } from './BatchStrip.tsx';
import { Photos } from './Photos.tsx';

export function BatchView() {
  return (
    <>
      <BatchBar />
      <main className="stage" data-region="canvas" aria-label="Photos of the batch">
        <Photos />
        <Notice />
        <Faults />
      </main>
      <BatchStrip />
      <BatchPanel />
      <Slot />
    </>
  );
}
