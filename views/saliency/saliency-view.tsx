'use client';
import { useMemo } from 'react';
import { SALIENCY_METHODS } from '../../lib/client/page-state.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import { canExplain, type SavedModel, type SavedWeights, savedModel } from '../../lib/compute/saved-model.ts';
import { isolated } from '../_kit/marks/written.ts';
import { kitMessages } from '../_kit/messages.ts';
import { number, percent } from '../_kit/numbers.ts';
import { Panel, type PanelState } from '../_kit/panel.tsx';
import { Segmented } from '../_kit/segmented.tsx';
import { useKit } from '../_kit/state/kit-context.ts';
import { usePlayhead } from '../_kit/state/playhead.ts';
import { useCanCompute } from '../_kit/state/use-can-compute.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { useRun } from '../_kit/state/use-run.ts';
import { errorText } from '../_kit/told/error-text.ts';
import { recordedText } from '../_kit/told/recorded-text.ts';
import { ViewGuide } from '../_kit/view-guide.tsx';
import type { Navigate, ViewProps } from '../_kit/view-props.ts';
import { className } from '../states/select/example.ts';
import { Head } from './head.tsx';
import { saliencyMessages } from './messages.ts';
import { ComputePanel } from './panels/compute-panel.tsx';
import { FramesPanel } from './panels/frames-panel.tsx';
import { HistoryFoot } from './panels/history-foot.tsx';
import { HistoryPanel } from './panels/history-panel.tsx';
import { OutputPanel } from './panels/output-panel.tsx';
import { scoreMap, TokensPanel } from './panels/tokens-panel.tsx';
import { TrustPanel } from './panels/trust-panel.tsx';
import { coverageOf } from './select/coverage.ts';
import { isSingleNumber } from './select/output-at.ts';
import { saliencySnapshots } from './select/recorded.ts';
import { useExplain } from './use-explain.ts';
import { type SaliencyState, useSaliency } from './use-saliency.ts';

const words = saliencyMessages;

/** What one prediction hangs on, step by step and epoch by epoch. */
export function SaliencyView({ focus, navigate }: ViewProps) {
  const { data, revision, error } = useRun(focus?.info.id ?? null);
  if (!data)
    return (
      <Blank state={error ? { kind: 'error', message: errorText(error) } : { kind: 'loading' }} {...{ navigate }} />
    );
  const lacks = whatIsMissing(data);
  return lacks ? (
    <Blank state={lacks} {...{ navigate }} />
  ) : (
    <OfRun key={data.info.id} {...{ data, revision, navigate }} />
  );
}

function whatIsMissing(data: RunData): PanelState | null {
  const say = words.empty;
  if (!data.info.model) return { kind: 'empty', sentence: say.noModel, code: say.noModelCode };
  if (saliencySnapshots(data).length > 0) return null;
  if (!data.info.probe && data.epochs.length > 0) return { kind: 'empty', sentence: say.none, code: say.noneCode };
  if (canExplain(data, savedModel(data))) return null;
  if (!data.epochs.some(({ snapshot }) => snapshot)) return { kind: 'empty', sentence: say.waiting };
  const reason = whyNotRecorded(data);
  return reason
    ? { kind: 'empty', sentence: say.leftOut(reason) }
    : { kind: 'empty', sentence: say.off, code: say.offCode };
}

/** What the recorder said of it, or of the snapshots it would have been a part of. */
function whyNotRecorded(data: RunData): string | null {
  const about = (start: string) => {
    const said = data.events.findLast(({ kind, message }) => kind === 'capture' && message.startsWith(start));
    return said && recordedText(said);
  };
  return about('saliency:') ?? about('snapshots:') ?? null;
}

function Guide({ navigate }: { readonly navigate: Navigate }) {
  return <ViewGuide view="saliency" words={words.guide} navigate={navigate} />;
}

function Blank({ state, navigate }: { readonly state: PanelState; readonly navigate: Navigate }) {
  return (
    <div className="kit-view">
      <section className="saliency-head" aria-label={words.title}>
        <h1>{words.title}</h1>
        <span className="saliency-target">
          <Guide navigate={navigate} />
        </span>
      </section>
      <div className="kit-sheet">
        <Panel title={words.tokens.steps} state={state} />
      </div>
    </div>
  );
}

interface OfRunProps {
  readonly data: RunData;
  readonly revision: number;
  readonly navigate: Navigate;
}

function OfRun({ data, revision, navigate }: OfRunProps) {
  const { theme } = useKit();
  const epoch = usePlayhead(data);
  const timestep = usePageState((state) => state.timestep);
  const explaining = useExplain(data);
  const canCompute = useCanCompute();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const model = useMemo(() => (canCompute ? savedModel(data) : null), [data, revision, canCompute]);
  const able = canExplain(data, model) ? model : null;
  const state = useSaliency(data, revision, epoch, able, explaining.computed);
  const { input, shown, wanted, history } = state;
  const name = targetName(data, state, state.classIndex);
  const reached = data.epochs.at(-1)?.epoch ?? 0;
  const epochs = Math.max(1, data.info.epochsPlanned ?? 0, reached);
  // where the playhead is says only what is computed first
  const coverage = coverageOf(history, reached, able?.epochs ?? [], epoch);
  const openKey = coverage.open.map((each) => each.epoch).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: epochs are their numbers
  const open = useMemo(() => new Set(coverage.open.map((each) => each.epoch)), [openKey]);
  const compute = (at: readonly SavedWeights[]) => {
    const { target, hasSteps, occluded } = state;
    if (able) explaining.start({ ...wanted, model: able, epochs: at, target, hasSteps, occluded });
  };
  const map = useMemo(() => (shown ? scoreMap(shown, theme.maps) : null), [shown, theme]);
  const tokens = useMemo(() => (input && input.kind !== 'frames' ? input.tokens : []), [input]);
  const shared = {
    ...{ shown, timestep, navigate },
    unit: shown ? unitOf(state, name) : '',
    state: panelState(data, state, epoch, able),
    controls: <Methods method={wanted.method} isList={input?.kind === 'frames'} navigate={navigate} />,
  };
  return (
    <div className="kit-view">
      <Head
        sequence={wanted.sequence}
        count={data.info.probe?.count ?? 1}
        text={exampleText(data, wanted.sequence, tokens)}
        says={saysOf(data, state, epoch)}
        targets={targetsOf(data, state)}
        target={state.target}
        guide={<Guide navigate={navigate} />}
        navigate={navigate}
      />
      <div className="kit-sheet saliency-sheet">
        <div className="kit-column saliency-left">
          {input?.kind === 'frames' ? (
            <FramesPanel {...shared} input={input} />
          ) : (
            <TokensPanel
              {...shared}
              tokens={tokens}
              title={input?.kind === 'ids' ? words.tokens.ids : words.tokens.title}
            />
          )}
          <HistoryPanel
            {...{ epochs, reached, epoch, timestep, map, navigate }}
            byEpoch={history}
            open={open}
            foot={
              <HistoryFoot
                {...{ coverage }}
                canCompute={able !== null}
                progress={explaining.progress && explaining.progress.of > 1 ? explaining.progress : null}
                isBusy={explaining.progress !== null}
                onCompute={() => compute(coverage.open)}
                onCancel={explaining.cancel}
              />
            }
            method={words.methods[wanted.method]}
            span={shown?.span ?? { first: 1, last: Math.max(1, input?.time ?? 1) }}
            state={
              history.size > 0 || state.isLoading ? { kind: 'ready' } : { kind: 'empty', sentence: words.history.empty }
            }
          />
        </div>
        <div className="kit-column saliency-right">
          <TrustPanel saliency={shown?.saliency ?? null} occlusion={state.occlusion} />
          <OutputPanel
            {...{ epochs, epoch, name, navigate }}
            byEpoch={state.outputs}
            classIndex={state.classIndex}
            colour={data.info.colour}
          />
          <ComputePanel {...{ data, model, wanted, epoch, explaining, navigate }} onCompute={compute} />
        </div>
      </div>
    </div>
  );
}

interface MethodsProps {
  readonly method: SaliencyState['wanted']['method'];
  /** As a list, where there is no room for all side by side. */
  readonly isList: boolean;
  readonly navigate: Navigate;
}

function Methods({ method, isList, navigate }: MethodsProps) {
  const choices = SALIENCY_METHODS.map((value) => ({ value, label: words.methods[value] }));
  const choose = (value: MethodsProps['method']) => navigate({ method: value });
  if (!isList) return <Segmented label={words.head.method} choices={choices} value={method} onChange={choose} />;
  return (
    <select
      className="kit-select"
      aria-label={words.head.method}
      value={method}
      onChange={(event) => choose(event.target.value as MethodsProps['method'])}
    >
      {choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

function unitOf({ shown, wanted }: SaliencyState, name: string): string {
  const unit = words.unit(shown!.saliency.space, name, wanted.method);
  return shown!.outline ? `${unit}${kitMessages.semicolon}${words.legend.outline}` : unit;
}

function panelState(data: RunData, state: SaliencyState, epoch: number | null, able: SavedModel | null): PanelState {
  const { shown, shownEpoch, wanted, recorded, error, retry } = state;
  if (error) return { kind: 'error', message: error, onRetry: retry };
  if (state.isLoading) return { kind: 'loading' };
  if (!shown) {
    const can = able !== null;
    if (recorded.length === 0) return { kind: 'empty', sentence: words.empty.nothing(whyNotRecorded(data), can) };
    if (!recorded.includes(wanted.sequence))
      return {
        kind: 'empty',
        sentence: words.empty.notThis(recorded.map((each) => each + 1).join(kitMessages.list), can),
      };
    if (wanted.target !== null) return { kind: 'empty', sentence: words.empty.notTarget(can) };
    return { kind: 'empty', sentence: words.empty.notMethod(words.methods[wanted.method], can) };
  }
  if (shown.scores.every(Number.isNaN)) return { kind: 'note', note: words.allNaN };
  if (epoch !== null && shownEpoch !== null && shownEpoch !== epoch)
    return { kind: 'note', note: words.nearest(epoch, shownEpoch, whyNothing(able, epoch)) };
  const { origin } = shown.saliency;
  return origin === 'recorded' ? { kind: 'ready' } : { kind: 'note', note: words[origin] };
}

/** Whether an epoch that nothing is known of can be computed; null: nothing can. */
function whyNothing(able: SavedModel | null, epoch: number): 'open' | 'lost' | null {
  if (!able) return null;
  return able.epochs.some((each) => each.epoch === epoch) ? 'open' : 'lost';
}

function exampleText(data: RunData, sequence: number, tokens: readonly string[]): string {
  const label = data.info.probe?.labels?.[sequence];
  if (label) return `“${isolated(label)}”`;
  const given = data.info.probe?.tokens?.[sequence];
  return given
    ? (tokens.length > 0 ? tokens : given)
        .filter((token) => token !== '')
        .slice(0, 60)
        .join(' ')
    : '';
}

/** Of a single number that is no share there are no classes to name. */
function nameOf(data: RunData, index: number): string {
  return isSingleNumber(data) ? words.head.model : className(data, index);
}

function targetName(data: RunData, { hasSteps, target }: SaliencyState, classIndex: number): string {
  if (!hasSteps) return nameOf(data, classIndex);
  return data.info.probe?.classNames?.[classIndex] ?? words.head.step(target + 1, '');
}

function targetsOf(data: RunData, { hasSteps, targetCount, wanted }: SaliencyState) {
  const written = data.info.probe?.targetTokens?.[wanted.sequence];
  return Array.from({ length: targetCount }, (_, value) => ({
    value,
    label: hasSteps ? words.head.step(value + 1, written?.[value] ?? '') : nameOf(data, value),
  })).filter(({ value }) => !hasSteps || !written || value < written.length);
}

function saysOf(data: RunData, { outputs, classIndex, hasSteps, target }: SaliencyState, epoch: number | null): string {
  const at = epoch === null ? [...outputs.keys()].at(-1) : [...outputs.keys()].findLast((each) => each <= epoch);
  const output = at === undefined ? undefined : outputs.get(at);
  if (!output || at === undefined) return '';
  const name = hasSteps
    ? (data.info.probe?.classNames?.[classIndex] ?? words.head.step(target + 1, ''))
    : nameOf(data, classIndex);
  const value = output.values[classIndex] ?? Number.NaN;
  const say = words.head;
  const parts = [
    output.areProbabilities ? say.chance(name, percent(value, 1)) : say.output(name, number(value)),
    output.best !== classIndex && output.areProbabilities
      ? say.takenFor(
          hasSteps
            ? (data.info.probe?.classNames?.[output.best] ?? say.class(output.best))
            : className(data, output.best),
          percent(output.values[output.best]!, 1),
        )
      : null,
    say.atEpoch(at),
  ];
  return parts.filter(Boolean).join(kitMessages.comma);
}
