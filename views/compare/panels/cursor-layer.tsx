'use client';
import type { Alignment } from '../../../lib/client/page-state.ts';
import type { Axis } from '../../_kit/chart/axis.ts';
import { TimestepCursor, useGeometry } from '../../_kit/chart/cursors.tsx';
import { useCurveCursor } from '../../_kit/curves/curve-cursor.ts';
import { number } from '../../_kit/numbers.ts';
import { useKit } from '../../_kit/state/kit-context.ts';
import { runColour } from '../../_kit/theme/tokens.ts';
import { ChartTooltip } from '../../_kit/tooltip.tsx';
import { compareMessages as words } from '../messages.ts';
import { type CompareLine, lineAt } from '../select/lines.ts';

/** Lines named beside the pointer, px of each, and of what is around them. */
const MOST_ROWS = 12;
const ROW = 18;
const AROUND = 56;

/** The linked cursor over lines, and beside the pointer their values: all that is drawn anew when it moves. */
export function CursorLayer({
  chart,
  lines,
  axis,
  align,
}: {
  readonly chart: string;
  readonly lines: readonly CompareLine[];
  readonly axis: Axis;
  readonly align: Alignment;
}) {
  const cursor = useCurveCursor();
  const geometry = useGeometry();
  const { theme } = useKit();
  if (cursor.x === null || !geometry) return null;
  const x = cursor.x;
  const values =
    cursor.chart === chart
      ? lines.flatMap((line, index) => {
          const at = lineAt(line, x);
          return at === null ? [] : [{ line, index, value: line.ys[at]!, n: line.n?.[at] ?? 1 }];
        })
      : [];
  const most = Math.max(2, Math.min(MOST_ROWS, Math.floor((geometry.height - AROUND) / ROW)));
  const rows = values
    .sort((a, b) => b.value - a.value)
    .slice(0, most)
    .map(({ line, value, n }) => ({
      name: line.n ? words.lineName(line.group.name, n) : line.group.name,
      value: number(value, 4),
      colour: runColour(theme.tokens, line.group.colour),
    }));
  if (values.length > most) rows.push({ name: words.more(values.length - most), value: '', colour: 'none' });
  const text = axis.label ? axis.label(x) : number(align === 'step' ? Math.round(x) : x, 4);
  return (
    <>
      <TimestepCursor at={x} domain={axis.domain} />
      <ChartTooltip
        at={rows.length > 0 ? { px: geometry.x(x), py: geometry.grid.top } : null}
        title={`${words.aligned[align]} ${text}`}
        rows={rows}
      />
    </>
  );
}
