'use client';
import { useState } from 'react';
import type { RunData } from '../../lib/client/run-data.ts';
import { Panel } from '../_kit/panel.tsx';
import { Segmented } from '../_kit/segmented.tsx';
import { ABOUT_TABS, type AboutTab, aboutRows } from './about.ts';
import { overviewMessages as words } from './messages.ts';

const CHOICES = ABOUT_TABS.map((value) => ({ value, label: words.tabs[value] }));
const CODES: { readonly [tab in AboutTab]?: string } = { config: words.configCode, probe: words.probeCode };

/** Config, model, probe, environment and record of the focused run, as rows. */
export function AboutPanel({ data }: { readonly data: RunData | null }) {
  const [tab, setTab] = useState<AboutTab>('config');
  const rows = data ? aboutRows(data, tab) : [];
  const code = CODES[tab];
  const empty = { kind: 'empty', sentence: words.none[tab], ...(code ? { code } : {}) } as const;
  return (
    <Panel
      title={words.about}
      unit={data?.info.name}
      controls={<Segmented label={words.aboutTabs} choices={CHOICES} value={tab} onChange={setTab} />}
      state={!data ? { kind: 'loading' } : rows.length === 0 ? empty : { kind: 'ready' }}
    >
      <dl className="overview-about">
        {rows.map(({ name, value }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events may repeat, and rows only ever grow at the end
          <div key={index}>
            <dt>{name}</dt>
            <dd className="kit-mono">{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
