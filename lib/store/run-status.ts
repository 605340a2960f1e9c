import { hostname } from 'node:os';
import { HEARTBEAT_LOST_MS, type RunInfo } from '../protocol/run.ts';

/** What a judgement needs to know of this machine. */
export interface Surroundings {
  readonly nowMs: number;
  /** This machine's name, as recorders write it into `RunInfo.host`. */
  readonly host: string;
  /** Whether a process with this id runs here. */
  readonly isAlive: (pid: number) => boolean;
}

/**
 * A process id is given away again some day: a live run whose process seems to be there but has not written its
 * heartbeat for so long, in ms, is another process.
 */
export const SILENT_PROCESS_MS = 60_000;

/** The info as a reader should see it: a `live` run whose trainer is gone becomes `crashed`. Nothing else changes. */
export function judged(info: RunInfo, { nowMs, host, isAlive }: Surroundings): RunInfo {
  if (info.status !== 'live') return info;
  const silentMs = nowMs - info.heartbeatMs;
  const gone = info.host === host ? !isAlive(info.pid) || silentMs > SILENT_PROCESS_MS : silentMs > HEARTBEAT_LOST_MS;
  return gone ? { ...info, status: 'crashed' } : info;
}

/** Whether a process with this id runs on this machine; one of another user counts. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** This machine, now. */
export function here(): Surroundings {
  return { nowMs: Date.now(), host: hostname(), isAlive };
}
