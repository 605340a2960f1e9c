'use client';
import { useGeometry } from './chart/cursors.tsx';

/** One row of a tooltip. */
export interface TooltipRow {
  readonly colour?: string;
  readonly name: string;
  readonly value: string;
}

/** What has no room on the sheet, 12 px from the pointer. Text only: React encodes every name. */
export function ChartTooltip({
  at,
  title,
  rows,
}: {
  readonly at: { readonly px: number; readonly py: number } | null;
  readonly title?: string;
  readonly rows: readonly TooltipRow[];
}) {
  const geometry = useGeometry();
  if (!geometry || !at || rows.length === 0) return null;
  const isLeft = at.px > geometry.width / 2;
  const isUp = at.py > geometry.height * 0.6;
  const style = {
    [isLeft ? 'right' : 'left']: `${(isLeft ? geometry.width - at.px : at.px) + 12}px`,
    [isUp ? 'bottom' : 'top']: `${(isUp ? geometry.height - at.py : at.py) + 12}px`,
  };
  return (
    <div className="kit-tooltip" style={style} role="tooltip">
      {title ? <b>{title}</b> : null}
      {rows.map((row) => (
        <div key={row.name}>
          {row.colour ? <i className="kit-dot" style={{ background: row.colour }} /> : null}
          <span>{row.name}</span>
          <span className="kit-tooltip-value">{row.value}</span>
        </div>
      ))}
    </div>
  );
}
