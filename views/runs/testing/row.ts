import type { RunInfo } from '../../../lib/protocol/run.ts';
import type { RunSummary } from '../../../lib/protocol/summary.ts';

/** A row of the run list for tests. */
export function row(
  id: string,
  info: Partial<RunInfo> = {},
  extra: Partial<Omit<RunSummary, 'info'>> = {},
): RunSummary {
  return {
    info: {
      id,
      project: 'p',
      name: id,
      group: null,
      tags: [],
      notes: '',
      config: {},
      memory: null,
      status: 'finished',
      statusDetail: null,
      startedMs: 0,
      finishedMs: null,
      heartbeatMs: 0,
      epochsPlanned: 10,
      stepsPerEpoch: null,
      colour: 0,
      host: 'h',
      pid: 1,
      model: null,
      probe: null,
      environment: {},
      dropped: {},
      ...info,
    },
    epoch: 0,
    step: 0,
    health: [],
    metrics: [],
    ...extra,
  };
}
