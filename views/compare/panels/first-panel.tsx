'use client';
import { Panel } from '../../_kit/panel.tsx';
import { RunDot } from '../../_kit/run-dot.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { compareMessages } from '../messages.ts';
import type { SeriesParting } from '../select/series.ts';
import { seriesName } from '../select/series-name.ts';

const words = compareMessages.first;

/** By each series: the first epoch at which each other group parts from the reference. */
export function FirstPanel({
  found,
  navigate,
}: {
  readonly found: readonly SeriesParting[];
  readonly navigate: Navigate;
}) {
  const keys = [...new Map(found.map(({ key }) => [key.key, key])).values()];
  return (
    <Panel
      title={words.title}
      unit={words.unit}
      state={found.length === 0 ? { kind: 'empty', sentence: words.none } : { kind: 'ready' }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="compare-scroll" tabIndex={0} aria-label={words.title}>
        <table className="compare-table compare-first">
          <tbody>
            {keys.map((key) => (
              <tr key={key.key}>
                <th scope="row">{seriesName(key)}</th>
                <td>
                  {found
                    .filter((each) => each.key.key === key.key)
                    .map(({ group, result: { parting, test } }) => {
                      const of = compareMessages.parting;
                      const epoch = parting ? parting.at + 1 : null;
                      return (
                        <button
                          key={group.runs[0]!.info.id}
                          type="button"
                          disabled={epoch === null}
                          title={parting ? of.tests[parting.test] : of.tests[test]}
                          onClick={() => epoch !== null && navigate({ epoch })}
                        >
                          <RunDot colour={group.colour} />
                          {group.name} <b>{epoch ?? words.never}</b>
                        </button>
                      );
                    })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}
