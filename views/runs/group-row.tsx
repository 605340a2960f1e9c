'use client';
import { memo } from 'react';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { Icon } from '../_kit/icons.tsx';
import { metric, whole } from '../_kit/numbers.ts';
import { messages } from '../messages.ts';
import { indicesOf, placeOf } from './body-row.tsx';
import { fullLabelOf } from './column-label.ts';
import type { Item } from './items.ts';
import type { ColumnSpan } from './layout.ts';
import { bestOf, type Column } from './table.ts';
import type { RowPorts } from './table-props.ts';

const words = messages.runs;

export interface GroupRowProps {
  readonly item: Extract<Item, { kind: 'group' }>;
  readonly at: number;
  readonly top: number;
  readonly span: ColumnSpan;
  readonly groupBy: Column | null;
  readonly isCurrent: boolean;
  /** Out of sight, kept for the next use. */
  readonly isSpare: boolean;
  readonly ports: RowPorts;
}

/** The head of a group: what its runs have, how many they are, how they did; a press opens and closes it. */
export const GroupRow = memo(function GroupRow(props: GroupRowProps) {
  const { item, at, top, span, groupBy, isCurrent, isSpare, ports } = props;
  const { value, runs } = item.group;
  const { layout } = span;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual table
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside is
    <div
      role="row"
      aria-rowindex={at + 2}
      hidden={isSpare}
      className={`${isSpare ? 'runs-spare' : 'runs-row'} runs-group-row${isCurrent ? ' runs-current' : ''}`}
      style={{ top }}
    >
      <button
        type="button"
        className="runs-group-head"
        aria-expanded={item.isOpen}
        onClick={() => ports.onGroup(value)}
      >
        <Icon name={item.isOpen ? 'down' : 'next'} />
        <span>{groupBy ? `${fullLabelOf(groupBy)} = ` : ''}</span>
        <b>{value || words.group.nothing}</b>
        <span className="runs-group-count">{words.group.runs(runs.length, whole(runs.length))}</span>
        <span className="runs-group-count">{troubleOf(runs)}</span>
      </button>
      {indicesOf(span).map((index) => {
        const column = layout.columns[index]!;
        const best = column.kind === 'metric' && column.which !== 'last' ? bestOf(runs, column) : null;
        return best ? (
          <span
            key={column.key}
            className="runs-cell runs-metric"
            style={placeOf(layout, index)}
            title={words.table.bestOfGroup}
          >
            {metric(best.value)}
          </span>
        ) : null;
      })}
    </div>
  );
});

/** `2 live, 1 crashed or failed, 3 with a verdict` */
function troubleOf(runs: readonly RunSummary[]): string {
  const count = (of: (run: RunSummary) => boolean) => runs.filter(of).length;
  const parts: readonly (readonly [number, (count: string) => string])[] = [
    [count(({ info }) => info.status === 'live'), words.table.live],
    [count(({ info }) => info.status === 'crashed' || info.status === 'failed'), words.table.crashed],
    [count(({ verdicts }) => verdicts.length > 0), words.table.sick],
  ];
  return parts.flatMap(([number, say]) => (number > 0 ? say(whole(number)) : [])).join(messages.kit.list);
}
