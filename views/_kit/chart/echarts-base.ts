import { GridComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Tokens } from '../theme/tokens.ts';
import { type BaseSpec, baseOption } from './base-option.ts';

use([GridComponent, CanvasRenderer]);

/** ECharts under one plot: it draws axes and grid, and is only asked again when these change. */
export class EChartsBase {
  readonly #element: HTMLElement;
  #chart: EChartsType | null = null;
  #drawn = '';
  #size = '';

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /** Shows `spec` at a size in CSS px. Costs nothing when nothing changed, or there is nothing to draw. */
  show(spec: BaseSpec, tokens: Tokens, width: number, height: number, ratio: number): void {
    const size = `${width} ${height} ${ratio}`;
    const drawn = `${JSON.stringify(spec)} ${tokens.bg1}`;
    if (size === this.#size && drawn === this.#drawn) return;
    if (!this.#chart && isBlank(spec)) return;
    this.#chart ??= init(this.#element, null, { renderer: 'canvas', width: 1, height: 1 });
    if (size !== this.#size) this.#chart.resize({ width, height });
    if (drawn !== this.#drawn) this.#chart.setOption(baseOption(spec, tokens), { notMerge: true, silent: true });
    this.#size = size;
    this.#drawn = drawn;
  }

  /** Draws again when a font arrived. */
  refresh(): void {
    this.#drawn = '';
  }

  dispose(): void {
    this.#chart?.dispose();
  }
}

/** Whether a base has no line and no word. */
function isBlank({ frame, x, y }: BaseSpec): boolean {
  return frame === 'none' && [x, y].every(({ ticks, title }) => ticks.length === 0 && title === '');
}
