/**
 * The page's regions and what lies over them. It reads only what decides which regions there are, so that a drag or a
 * running sketch never draws the whole page anew.
 */

import { useEffect } from 'react';
import { BatchView } from '../batch/BatchView.tsx';
import { Canvas } from '../canvas/Canvas.tsx';
import { listenForKeys } from '../commands/keys.ts';
import { Palette } from '../commands/Palette.tsx';
import { ShortcutSheet } from '../commands/ShortcutSheet.tsx';
import { ExportDialog } from '../dialogs/ExportDialog.tsx';
import { SettingsDialog } from '../dialogs/SettingsDialog.tsx';
import { UnsavedDialog } from '../dialogs/UnsavedDialog.tsx';
import { ModelsDialog } from '../models/ModelsDialog.tsx';
import { useStore } from '../state/store.ts';
import { CutBar } from './CutBar.tsx';
import { DetailBar } from './DetailBar.tsx';
import { Empty } from './Empty.tsx';
import { Faults, Notice } from './Faults.tsx';
import { PageVoice } from './LiveRegion.tsx';
import { Panel } from './Panel.tsx';
import { usePanelWidth } from './PanelEdge.tsx';
import { Slot } from './Slot.tsx';
import { Strip } from './Strip.tsx';
import { ToolRail } from './ToolRail.tsx';
import { TopBar } from './TopBar.tsx';
import { useDrops } from './use-drops.ts';

export function Shell() {
  const batch = useStore((state) => state.batch?.shown ?? false);
  const open = useStore((state) => state.document !== null);
  const bare = useStore((state) => state.panelHidden);
  const dialog = useStore((state) => state.dialog);
  const theme = useStore((state) => (state.theme === 'system' ? state.systemTheme : state.theme));
  const dropping = useDrops();
  usePanelWidth();
  useEffect(() => listenForKeys(() => useStore.getState().dialog !== null), []);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return (
    <>
      <div className={`app${placeOf(batch, open, bare)}`} inert={dialog !== null}>
        {batch ? <BatchView /> : <TopBar />}
        {!batch && (open ? <Workplace /> : <Empty />)}
      </div>
      {!open && !batch && <Faults />}
      {dialog === 'commands' && <Palette />}
      {dialog === 'shortcuts' && <ShortcutSheet />}
      {dialog === 'export' && <ExportDialog />}
      {dialog === 'settings' && <SettingsDialog />}
      {dialog === 'models' && <ModelsDialog />}
      {dialog === 'unsaved' && <UnsavedDialog />}
      {dropping && (
        <div className="dropping">
          <span>{dropping}</span>
        </div>
      )}
      <PageVoice />
    </>
  );
}

/** What is shown, as the styles know it. */
function placeOf(batch: boolean, open: boolean, bare: boolean): string {
  if (batch) return ' batch';
  if (!open) return ' empty';
  return bare ? ' bare' : '';
}

function Workplace() {
  return (
    <>
      <ToolRail />
      <main className="stage" data-region="canvas">
        <Canvas />
        <DetailBar />
        <CutBar />
        <Notice />
        <Faults />
      </main>
      <Strip />
      <Panel />
      <Slot />
    </>
  );
}
