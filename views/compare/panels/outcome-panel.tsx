'use client';
import { useMemo } from 'react';
import type { RunData } from '../../../lib/client/run-data.ts';
import { isSmallerBetter } from '../../../lib/protocol/metric.ts';
import type { Health, RunSummary } from '../../../lib/protocol/summary.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { EMPTY, metric, number } from '../../_kit/numbers.ts';
import { Panel } from '../../_kit/panel.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { compareMessages as words } from '../messages.ts';
import { epochValues } from '../select/partings.ts';
import type { RunPoints } from '../select/series.ts';
import { labelOfName } from '../words.ts';
import { RunHeads } from './settings-panel.tsx';

export interface OutcomePanelProps {
  /** The reference run first. */
  readonly runs: readonly RunData[];
  readonly summaries: readonly RunSummary[];
  readonly version: string;
  /** Where the focused run stands. */
  readonly epoch: number | null;
  /** Where each run stands at the playhead. */
  readonly at: readonly (number | null)[];
  /** The series that is shown first. */
  readonly series: string | null;
  readonly points: (run: RunData, name: string) => RunPoints | null;
  readonly pointsVersion: number;
  readonly navigate: Navigate;
}

interface Outcome {
  readonly health: readonly Health[];
  readonly values: readonly (number | undefined)[];
  readonly secondsPerEpoch: number;
}

/** How the runs did up to the playhead, each held against the reference. */
export function OutcomePanel(props: OutcomePanelProps) {
  const { runs, summaries, version, epoch, at, series, points, pointsVersion, navigate } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs and points change in place, the versions say that they did
  const outcomes = useMemo(
    () =>
      runs.map((run): Outcome => {
        const found = series === null ? null : points(run, series);
        return {
          health: summaries.find(({ info }) => info.id === run.info.id)?.health ?? [],
          values: found ? epochValues(run, found) : [],
          secondsPerEpoch: secondsOf(run),
        };
      }),
    [runs, version, pointsVersion, series, summaries],
  );
  const index = (run: number) => (at[run] ?? 1) - 1;
  const isApart = at.some((each) => each !== epoch);
  const smaller = isSmallerBetter(series?.split('|')[0] ?? '');
  const [reference] = outcomes;
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ...(isApart ? ([[words.stands, at.map((each) => (each ? String(each) : EMPTY))]] as const) : []),
    [words.status, runs.map(({ info }) => kitMessages.status[info.status])],
    [words.health, outcomes.map(({ health }, i) => healthText(health[index(i)]))],
    ...(series === null
      ? []
      : ([
          [labelOfName(series), outcomes.map(({ values }, i) => shown(values[index(i)]))],
          [
            words.versus,
            outcomes.map(({ values }, i) => (i === 0 ? EMPTY : versus(values[index(i)], reference?.values[index(0)]))),
          ],
          [words.best, outcomes.map(({ values }, i) => shown(bestOf(values.slice(0, index(i) + 1), smaller)))],
        ] as const)),
    [words.epochs, runs.map(({ epochs, info }) => `${epochs.at(-1)?.epoch ?? 0} / ${info.epochsPlanned ?? '?'}`)],
    [words.duration, outcomes.map(({ secondsPerEpoch }) => (secondsPerEpoch > 0 ? number(secondsPerEpoch) : EMPTY))],
  ];
  return (
    <Panel title={words.outcome} unit={epoch === null ? '' : words.outcomeAt(epoch)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="compare-scroll" tabIndex={0} aria-label={words.outcome}>
        <table className="compare-table">
          <RunHeads runs={runs} navigate={navigate} />
          <tbody>
            {rows.map(([name, cells]) => (
              <tr key={name}>
                <th scope="row" title={name}>
                  {name}
                </th>
                {cells.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its run's place
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}

function healthText(health: Health | undefined): string {
  return health ? kitMessages.health[health] : EMPTY;
}

function shown(value: number | undefined): string {
  return value === undefined ? EMPTY : metric(value);
}

function versus(value: number | undefined, reference: number | undefined): string {
  if (value === undefined || reference === undefined || !Number.isFinite(value / reference)) return EMPTY;
  return words.factor(number(value / reference));
}

function bestOf(values: readonly (number | undefined)[], smaller: boolean): number | undefined {
  const finite = values.filter((value): value is number => value !== undefined && Number.isFinite(value));
  return finite.length === 0 ? undefined : smaller ? Math.min(...finite) : Math.max(...finite);
}

/** Mean wall time of an epoch after the first, s; NaN before two ended. */
function secondsOf({ epochs }: RunData): number {
  const [first, last] = [epochs[0], epochs.at(-1)];
  return first && last && epochs.length > 1 ? (last.wallMs - first.wallMs) / 1_000 / (epochs.length - 1) : Number.NaN;
}
