import type { RunInfo } from '../run.ts';
import type { RunSummary } from '../summary.ts';

/** A finished run of which nothing more is known, for tests. */
export function runInfo(id: string, info: Partial<RunInfo> = {}): RunInfo {
  return {
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
    archivedMs: null,
    deletedMs: null,
    ...info,
  };
}

/** A row of the run list, for tests. */
export function runRow(
  id: string,
  info: Partial<RunInfo> = {},
  extra: Partial<Omit<RunSummary, 'info'>> = {},
): RunSummary {
  return { info: runInfo(id, info), epoch: 0, step: 0, health: [], metrics: [], verdicts: [], resumes: [], ...extra };
}
