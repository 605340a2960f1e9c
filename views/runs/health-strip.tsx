'use client';
import { useLayoutEffect, useRef } from 'react';
import type { Health } from '../../lib/protocol/summary.ts';
import { fitCanvas } from '../_kit/chart/chart.tsx';
import { paintHealth, stretches } from '../_kit/marks/health.ts';
import { useKit } from '../_kit/state/kit-context.ts';
import { messages } from '../messages.ts';

const WIDTH = 124;
const HEIGHT = 14;

/** A run's epochs on 124 px: equal neighbours are one mark, so that nothing flickers. */
export function HealthStrip({ health, epochs }: { readonly health: readonly Health[]; readonly epochs: number }) {
  const { theme } = useKit();
  const ref = useRef<HTMLCanvasElement>(null);
  const key = health.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says what `health` holds
  useLayoutEffect(() => {
    const canvas = ref.current;
    const ctx = canvas?.getContext('2d');
    if (!canvas || !ctx) return;
    const ratio = window.devicePixelRatio || 1;
    fitCanvas(canvas, WIDTH, HEIGHT, ratio);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, WIDTH, HEIGHT);
    const count = Math.max(1, epochs, health.length);
    const edge = (epoch: number) => Math.round(((epoch - 1) * WIDTH) / count);
    for (const { health: state, first, last } of stretches(health, count)) {
      const x = edge(first);
      const width = Math.max(1, edge(last + 1) - x);
      paintHealth(
        ctx,
        theme.tokens,
        state,
        x,
        0,
        width > 3 && last < count && state !== 'ahead' ? width - 1 : width,
        HEIGHT,
      );
    }
  }, [theme, key, epochs]);
  return <canvas ref={ref} role="img" aria-label={summary(health)} />;
}

function summary(health: readonly Health[]): string {
  const counts = new Map<Health, number>();
  for (const state of health) counts.set(state, (counts.get(state) ?? 0) + 1);
  const words = messages.runs.table;
  return words.health_(
    [...counts].map(([state, count]) => words.epochs(count, messages.kit.health[state])).join(messages.kit.list),
  );
}
