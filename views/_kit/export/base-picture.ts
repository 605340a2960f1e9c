import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type BaseSpec, baseOption } from '../chart/base-option.ts';
import { SANS, type Tokens } from '../theme/tokens.ts';

use([SVGRenderer]);

/** The base of a chart on a canvas of its own, at `ratio` device pixels per px. */
export function baseCanvas(
  spec: BaseSpec,
  tokens: Tokens,
  width: number,
  height: number,
  ratio: number,
): HTMLCanvasElement {
  const host = document.createElement('div');
  const chart = init(host, null, { renderer: 'canvas', width, height, devicePixelRatio: ratio });
  const canvas = drawn(chart, spec, tokens).renderToCanvas({ pixelRatio: ratio });
  chart.dispose();
  return canvas;
}

/** The base of a chart as an svg element. */
export function baseSvg(spec: BaseSpec, tokens: Tokens, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  // within an attribute, where ECharts leaves quotes as they are
  const text = drawn(chart, spec, tokens, SANS.replaceAll('"', "'")).renderToSVGString();
  chart.dispose();
  return text;
}

function drawn(chart: EChartsType, spec: BaseSpec, tokens: Tokens, family?: string): EChartsType {
  chart.setOption(baseOption(spec, tokens, family), { notMerge: true, silent: true });
  return chart;
}
