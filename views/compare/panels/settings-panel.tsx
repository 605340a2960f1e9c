'use client';
import { Fragment, useMemo } from 'react';
import { type ConfigRow, isDifferent } from '../../../lib/analysis/compare/config-difference.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Json } from '../../../lib/protocol/json.ts';
import { Icon } from '../../_kit/icons.tsx';
import { number } from '../../_kit/numbers.ts';
import { Panel } from '../../_kit/panel.tsx';
import { RunDot } from '../../_kit/run-dot.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { compareMessages as words } from '../messages.ts';
import { settingRows } from '../select/settings.ts';

export interface SettingsPanelProps {
  /** The reference run first. */
  readonly runs: readonly RunData[];
  readonly version: string;
  readonly all: boolean;
  readonly navigate: Navigate;
}

/** What was set for the runs: what differs from the reference, with the change in numbers. */
export function SettingsPanel({ runs, version, all, navigate }: SettingsPanelProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place, `version` says that they did
  const rows = useMemo(() => settingRows(runs, 0), [runs, version]);
  const different = rows.filter(isDifferent);
  const shown = all ? rows : different;
  const state =
    shown.length > 0
      ? ({ kind: 'ready' } as const)
      : rows.length > 0
        ? ({ kind: 'empty', sentence: words.same } as const)
        : ({ kind: 'empty', sentence: words.noSettings, code: words.settingsCode } as const);
  return (
    <Panel
      className="compare-settings"
      title={words.settings}
      unit={words.differ(different.length, rows.length)}
      state={state}
      controls={
        <Segmented
          label={words.rowsShown}
          choices={[
            { value: 'different', label: words.onlyDifferences },
            { value: 'all', label: words.allSettings },
          ]}
          value={all ? 'all' : 'different'}
          onChange={(value) => navigate({ allSettings: value === 'all' })}
        />
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="compare-scroll" tabIndex={0} aria-label={words.settings}>
        <table className="compare-table">
          <RunHeads runs={runs} navigate={navigate} />
          <tbody>
            {shown.map((row) => (
              <SettingRow key={row.key} row={row} />
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}

/** One column per run; a press on a name makes that run the reference. */
export function RunHeads({ runs, navigate }: { readonly runs: readonly RunData[]; readonly navigate: Navigate }) {
  return (
    <thead>
      <tr>
        <th aria-label={words.settings} />
        {runs.map(({ info }, index) => (
          <th key={info.id} scope="col">
            <button
              type="button"
              title={index === 0 ? words.isReference : words.makeReference(info.name)}
              aria-pressed={index === 0}
              onClick={() => navigate({ referenceRun: info.id })}
            >
              <RunDot colour={info.colour} />
              <bdi>{info.name}</bdi>
              {index === 0 ? <Icon name="pin" /> : null}
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
}

function SettingRow({ row }: { readonly row: ConfigRow }) {
  return (
    <tr>
      <th scope="row" title={row.key}>
        <bdi>{row.key}</bdi>
      </th>
      {row.values.map((value, index) => {
        const change = row.changes[index];
        const text = textOf(value);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its run's place
          <td key={index} className={row.differs[index] ? 'compare-differs' : ''} title={text}>
            <bdi>{text}</bdi>
            {change ? (
              <Fragment>
                {' '}
                <small>
                  {change.kind === 'factor'
                    ? words.factor(number(change.factor))
                    : words.difference(`${change.difference > 0 ? '+' : ''}${number(change.difference)}`)}
                </small>
              </Fragment>
            ) : null}
          </td>
        );
      })}
    </tr>
  );
}

function textOf(value: Json | undefined): string {
  if (value === undefined) return words.absent;
  if (typeof value === 'number') return number(value, 6);
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
