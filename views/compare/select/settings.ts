import { type ConfigRow, configRows } from '../../../lib/analysis/compare/config-difference.ts';
import { flatConfig } from '../../../lib/analysis/compare/flat-config.ts';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Json } from '../../../lib/protocol/json.ts';

/** Everything that was set for a run: its config, then what the model is, by dotted path. */
export function settingsOf({ info }: Pick<RunData, 'info'>): ReadonlyMap<string, Json> {
  const settings = new Map<string, Json>(flatConfig(info.config));
  const facts: { readonly [key: string]: Json } = {
    'model.parameters': info.model?.parameters ?? null,
    'model.optimizer': info.model?.optimizer ?? null,
    'model.loss': info.model?.loss ?? null,
    'model.layers': (info.model?.layers ?? []).map(({ className, units }) =>
      units === null ? className : `${className}(${units})`,
    ),
    memory: info.memory,
    'fit.epochs': info.epochsPlanned,
    'fit.stepsPerEpoch': info.stepsPerEpoch,
    'probe.digest': info.probe?.digest.slice(0, 12) ?? null,
  };
  // what a script sets under the same name is the script's
  for (const [key, value] of Object.entries(facts)) if (!settings.has(key) && value !== null) settings.set(key, value);
  return settings;
}

/** Settings of runs beside each other, held against the reference (an index). */
export function settingRows(runs: readonly RunData[], reference: number): readonly ConfigRow[] {
  return configRows(runs.map(settingsOf), reference);
}
