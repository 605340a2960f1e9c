'use client';
import { useMemo } from 'react';
import {
  configRows,
  flatConfig,
  isDifferent,
  type NumericChange,
} from '../../../lib/analysis/compare/config-difference.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import { number } from '../../_kit/numbers.ts';
import { Panel } from '../../_kit/panel.tsx';
import { RunDot } from '../../_kit/run-dot.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { brief, settingText } from '../../runs/config-text.ts';
import { compareMessages } from '../messages.ts';

const words = compareMessages.config;

export interface ConfigPanelProps {
  readonly runs: readonly RunData[];
  /** Index of the run the others are held against. */
  readonly reference: number;
  readonly isAll: boolean;
  readonly navigate: Navigate;
}

/** What was configured differently, each setting held against the reference run's. */
export function ConfigPanel({ runs, reference, isAll, navigate }: ConfigPanelProps) {
  const rows = useMemo(
    () =>
      configRows(
        runs.map(({ info }) => flatConfig(info.config)),
        reference,
      ),
    [runs, reference],
  );
  const differing = rows.filter(isDifferent);
  const shown = isAll ? rows : differing;
  return (
    <Panel
      title={words.title}
      unit={words.unit(differing.length, rows.length)}
      state={
        rows.length === 0
          ? { kind: 'empty', sentence: words.none }
          : shown.length === 0
            ? { kind: 'empty', sentence: words.same }
            : { kind: 'ready' }
      }
      controls={
        <Segmented
          label={words.shown}
          choices={[
            { value: 'only', label: words.only },
            { value: 'all', label: words.all },
          ]}
          value={isAll ? 'all' : 'only'}
          onChange={(value) => navigate({ allSettings: value === 'all' })}
        />
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="compare-scroll" tabIndex={0} aria-label={words.title}>
        <table className="compare-table">
          <thead>
            <tr>
              <th scope="col">{words.setting}</th>
              {runs.map(({ info }, index) => (
                <th key={info.id} scope="col">
                  <button
                    type="button"
                    aria-pressed={index === reference}
                    title={words.pin(info.name)}
                    onClick={() => navigate({ referenceRun: info.id })}
                  >
                    <RunDot colour={info.colour} />
                    <span>{info.name}</span>
                    {index === reference ? <i>{words.reference}</i> : null}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ key, values, differs, changes }) => (
              <tr key={key}>
                <th scope="row" title={key}>
                  {key}
                </th>
                {values.map((value, index) => {
                  const text = value === undefined ? words.missing : settingText(value) || 'null';
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell belongs to the run of its column
                    <td key={index} className={differs[index] ? 'compare-differs' : undefined} title={text}>
                      {brief(text)}
                      {changes[index] ? <small>{changeText(changes[index])}</small> : null}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}

function changeText(change: NumericChange): string {
  if (change.kind === 'factor') return words.factor(number(change.factor));
  return change.difference > 0 ? `+${number(change.difference)}` : number(change.difference);
}
