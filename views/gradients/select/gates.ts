import { GATES } from '../../../lib/analysis/dynamics/cell.ts';
import type { RunData, SeriesColumns } from '../../../lib/client/run-data.ts';
import type { LayerInfo, ModelInfo } from '../../../lib/protocol/run.ts';

/** What stands in place of a gate for the mean Jacobian of a layer's joint state. */
export const MEAN_JACOBIAN = 'mean Jacobian';

/** The cell of a recurrent layer: `LSTM`, also of `tf.layers.rnn({ cell })`; null where its gates are not known. */
export function cellKind(layer: LayerInfo | undefined): keyof typeof GATES | null {
  const inner = layer?.config.cell;
  const isCell = typeof inner === 'object' && inner !== null && 'className' in inner;
  const kind = String(isCell ? inner.className : layer?.className).replace(/Cell$/, '');
  return Object.hasOwn(GATES, kind) ? (kind as keyof typeof GATES) : null;
}

/** Gates of a layer in the order of the blocks of its weights; none where they are not known. */
export function gateNames(model: ModelInfo | null, layerPath: string): readonly string[] {
  const kind = cellKind(model?.layers.find(({ path }) => path === layerPath));
  return kind === null ? [] : GATES[kind];
}

/** Segments of the series of one name about one weight or layer, by gate: '' where the series names none. */
export function seriesByGate(
  data: Pick<RunData, 'series'>,
  name: string,
  subject: { readonly weight: string } | { readonly layer: string },
): ReadonlyMap<string, readonly SeriesColumns[]> {
  const found = new Map<string, SeriesColumns[]>();
  for (const series of data.series.values()) {
    const { gate = '', layer, weight } = series.context;
    const isAbout = 'weight' in subject ? weight === subject.weight : layer === subject.layer && weight === undefined;
    if (series.name !== name || !isAbout) continue;
    found.set(
      gate,
      [...(found.get(gate) ?? []), series].sort((a, b) => a.segment - b.segment),
    );
  }
  return found;
}

/** Gates in the order of the weights' blocks, others behind them as they come, the mean Jacobian last. */
export function inGateOrder(gates: Iterable<string>, order: readonly string[]): readonly string[] {
  const place = (gate: string) => {
    if (gate === MEAN_JACOBIAN) return order.length + 1;
    return order.includes(gate) ? order.indexOf(gate) : order.length;
  };
  return [...gates].sort((a, b) => place(a) - place(b));
}
