import type { RunData } from '../../../lib/client/run-data.ts';
import { kitMessages } from '../../_kit/messages.ts';
import type { PanelState } from '../../_kit/panel.tsx';
import { recordedText } from '../../_kit/told/recorded-text.ts';
import { gradientsMessages } from '../messages.ts';
import type { FlowHistory } from './flow-history.ts';

const words = gradientsMessages.flow;

/** Why there is no flow panel at all: the model has no layer whose gradient can be followed. */
export function withoutFlow(data: Pick<RunData, 'info' | 'events'>): PanelState {
  const layers = data.info.model?.layers ?? null;
  if (layers === null) return { kind: 'loading' };
  const unknown = layers.find(({ kind }) => kind === 'unknown-recurrent');
  if (!unknown) return { kind: 'empty', sentence: words.noRecurrent };
  const said = data.events.find(({ kind, message }) => kind === 'capture' && message.includes(unknown.path));
  return { kind: 'empty', sentence: words.notCaptured(said ? recordedText(said) : unknown.className) };
}

/** What the flow panel shows beside or instead of its plot, and why. */
export function flowState(data: Pick<RunData, 'info' | 'events' | 'epochs'>, history: FlowHistory): PanelState {
  if (history.curves.size === 0) return { kind: 'empty', ...whyEmpty(data) };
  if (history.epochs.length === 0) return { kind: 'loading' };
  const newest = history.epochs.at(-1)!;
  const reached = data.epochs.at(-1)?.epoch ?? 0;
  const isBehind = data.info.status === 'live' && history.source === 'probe' && reached > newest;
  if (!isBehind) return { kind: 'ready' };
  return { kind: 'note', note: kitMessages.panel.stale(newest, reached - newest), isStale: true };
}

function whyEmpty({ info, events, epochs }: Pick<RunData, 'info' | 'events' | 'epochs'>) {
  // What the capture said of the flow, where it said that something went wrong.
  const said = events.findLast(({ kind, level }) => kind === 'capture' && level !== 'info');
  if (said) return { sentence: words.notCaptured(recordedText(said)) };
  if (epochs.length === 0 && info.status === 'live') return { sentence: words.waiting };
  return { sentence: words.noProbe, code: words.noProbeCode };
}
