/** The panel on the right: three places, Subject, Sketch and Strokes, as tabs that arrows walk. */

import type { KeyboardEvent } from 'react';
import { SketchPanel } from '../panels/SketchPanel.tsx';
import { StrokesPanel } from '../panels/StrokesPanel.tsx';
import { SubjectPanel } from '../panels/SubjectPanel.tsx';
import { type Tab, useStore } from '../state/store.ts';
import { PanelEdge } from './PanelEdge.tsx';

const TABS: readonly { tab: Tab; label: string; key: string; body: () => React.ReactNode }[] = [
  { tab: 'subject', label: 'Subject', key: 'U', body: SubjectPanel },
  { tab: 'sketch', label: 'Sketch', key: 'K', body: SketchPanel },
  { tab: 'strokes', label: 'Strokes', key: 'S', body: StrokesPanel },
];

export function Panel() {
  const tab = useStore((state) => state.tab);
  const count = useStore((state) => state.document?.strokes.length ?? 0);
  const at = TABS.findIndex((one) => one.tab === tab);
  const { body: Body, label: name } = TABS[at]!;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!by) return;
    const next = (at + by + TABS.length) % TABS.length;
    useStore.setState({ tab: TABS[next]!.tab });
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
    event.preventDefault();
  };
  return (
    <aside className="panel" aria-label="Panel" data-region="panel">
      <div className="tabs" role="tablist" aria-label="Panel" onKeyDown={onKeyDown}>
        {TABS.map(({ tab: one, label, key }) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`tab-${one}`}
            aria-selected={one === tab}
            aria-controls="tab-body"
            tabIndex={one === tab ? 0 : -1}
            title={`${label} (${key})`}
            onClick={() => useStore.setState({ tab: one })}
          >
            {label}
            {one === 'strokes' && count > 0 && <span className="num">{count}</span>}
          </button>
        ))}
      </div>
      <div className="tabpanel" role="tabpanel" id="tab-body" aria-label={name}>
        <h2 className="vh">{name}</h2>
        <Body />
      </div>
      <PanelEdge />
    </aside>
  );
}
