'use client';
import { memo, useLayoutEffect, useRef } from 'react';
import type { Health } from '../../../lib/protocol/summary.ts';
import { fitCanvas } from '../../../views/_kit/chart/chart.tsx';
import { paintHealth } from '../../../views/_kit/marks/health.ts';
import { useKit } from '../../../views/_kit/state/kit-context.ts';
import { messages } from '../../../views/messages.ts';

const SHOWN: readonly Health[] = ['healthy', 'vanishing', 'exploding', 'saturated', 'warned', 'nan', 'none'];

/** What the marks of the tracks mean: the same at every epoch. */
export const HealthLegend = memo(function HealthLegend() {
  return (
    <div className="dock-legend kit-hide-small">
      {SHOWN.map((health) => (
        <span key={health}>
          <HealthMark health={health} />
          {messages.kit.health[health]}
        </span>
      ))}
    </div>
  );
});

function HealthMark({ health }: { readonly health: Health }) {
  const { theme } = useKit();
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = ref.current;
    const ctx = canvas?.getContext('2d');
    if (!canvas || !ctx) return;
    const ratio = window.devicePixelRatio || 1;
    fitCanvas(canvas, 14, 12, ratio);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, 14, 12);
    paintHealth(ctx, theme.tokens, health, 0, 0, 14, 12);
  }, [theme, health]);
  return (
    <i aria-hidden="true">
      <canvas ref={ref} />
    </i>
  );
}
