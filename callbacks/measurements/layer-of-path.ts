import type { LayerInfo } from '../../lib/protocol/run.ts';

/** The layer that a captured path is of: of its second call in a pass too (`lstm_1/call_2`). */
export function layerOfPath(layers: readonly LayerInfo[], path: string): LayerInfo | undefined {
  const bare = path.replace(/\/call_\d+$/, '');
  return layers.find((layer) => layer.path === bare);
}
