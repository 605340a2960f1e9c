import type { Context } from '../lib/protocol/record.ts';
import type { RunRecorder } from '../lib/recorder/run-recorder.ts';
import type { Findings, MeasuredTensor } from './measurements/measurement.ts';
import type { RunSession } from './session.ts';

/** Findings that go into the record of a run, at the moment training is at. What was left out is said once each. `reading` takes what is to be judged. */
export function recordedFindings(session: RunSession, reading: Findings['reading']): Findings {
  const { recorder } = session;
  const said = new Set<string>();
  return {
    scalar(name: string, context: Context, value: number) {
      addPoint(recorder, session, name, context, value);
    },
    tensor(tensor: MeasuredTensor, at?: { readonly step: number; readonly epoch: number }) {
      recorder.tensor({ ...tensor, ...session.moment, ...at });
    },
    event: (kind, level, message, data = {}) => session.event(kind, level, message, data),
    reading,
    leftOut(message: string) {
      if (said.has(message)) return;
      said.add(message);
      session.event('capture', 'warning', message);
    },
  };
}

function addPoint(recorder: RunRecorder, session: RunSession, name: string, context: Context, value: number): void {
  recorder.row(session);
  recorder.add(recorder.series(name, context), value);
}
