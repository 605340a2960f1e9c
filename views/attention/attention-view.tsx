'use client';
import { useMemo } from 'react';
import type { RunData } from '../../lib/client/run-data.ts';
import { kitMessages } from '../_kit/messages.ts';
import { Panel, type PanelState } from '../_kit/panel.tsx';
import { usePlayhead } from '../_kit/state/playhead.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { useRun } from '../_kit/state/use-run.ts';
import { errorText } from '../_kit/told/error-text.ts';
import { ViewGuide } from '../_kit/view-guide.tsx';
import type { Navigate, ViewProps } from '../_kit/view-props.ts';
import { attentionGuide, attentionMessages } from './messages.ts';
import { AttentionPanel } from './panels/attention-panel.tsx';
import { EpochsPanel } from './panels/epochs-panel.tsx';
import { ExampleStrip } from './panels/example-strip.tsx';
import { QualityPanel } from './panels/quality-panel.tsx';
import { targetName } from './select/labels.ts';
import { attentionQuality, valueAt } from './select/quality.ts';
import { attentionLayers } from './select/snapshots.ts';
import { useAttention } from './use-attention.ts';
import { useDecoded } from './use-decoded.ts';
import { useTargetKeys } from './use-target-keys.ts';

/** Where the model looks while it writes: one example at the playhead, over the epochs, and how good it is as a whole. */
export function AttentionView({ focus, navigate }: ViewProps) {
  const { data, revision, error } = useRun(focus?.info.id ?? null);
  if (!data)
    return (
      <Blank state={error ? { kind: 'error', message: errorText(error) } : { kind: 'loading' }} navigate={navigate} />
    );
  const lacks = whatIsMissing(data);
  return lacks ? (
    <Blank state={lacks} navigate={navigate} />
  ) : (
    <OfRun data={data} revision={revision} navigate={navigate} />
  );
}

function whatIsMissing(data: RunData): PanelState | null {
  if (attentionLayers(data).length > 0) return null;
  const words = attentionMessages.empty;
  if (data.epochs.length === 0) return { kind: 'empty', sentence: words.notYet };
  if (!data.epochs.some(({ snapshot }) => snapshot)) {
    return { kind: 'empty', sentence: words.noProbe, code: words.noProbeCode };
  }
  return { kind: 'empty', sentence: words.noAttention, code: words.noAttentionCode };
}

function Blank({ state, navigate }: { readonly state: PanelState; readonly navigate: Navigate }) {
  return (
    <div className="kit-view attention-view">
      <section className="attention-strip" aria-label={attentionMessages.strip.label}>
        <span className="attention-end">
          <ViewGuide view="attention" words={attentionGuide} navigate={navigate} />
        </span>
      </section>
      <div className="kit-sheet attention-sheet">
        <div className="kit-column">
          <Panel title={attentionMessages.matrix.title} state={state} />
        </div>
        <div className="kit-column attention-right">
          <Panel title={attentionMessages.epochs.title} />
          <Panel title={attentionMessages.quality.title} />
        </div>
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
  const epoch = usePlayhead(data);
  const wantedTarget = usePageState((state) => state.target);
  const attention = useAttention(data, revision, epoch);
  const decoding = useDecoded(data, revision, attention?.sequence ?? 0, epoch);
  const layer = attention?.layer ?? '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const quality = useMemo(() => attentionQuality(data, layer), [data, revision, layer]);
  const targets = attention?.matrix?.targets ?? 0;
  const target = wantedTarget !== null && wantedTarget < targets ? wantedTarget : null;
  useTargetKeys(target, targets, navigate);
  if (!attention) return null;
  const { words: text, sequence, count, measured, matrix, at } = attention;
  const epochs = Math.max(1, data.info.epochsPlanned ?? 0, data.epochs.at(-1)?.epoch ?? 0);
  const label = data.info.probe?.labels?.[sequence];
  const size = matrix ? attentionMessages.strip.noWords(matrix.sources, matrix.targets) : '';
  const shared = { epoch, navigate, colour: data.info.colour };
  return (
    <div className="kit-view attention-view">
      <ExampleStrip
        {...{ sequence, count, decoding, epoch, navigate }}
        source={text.source}
        reference={text.target}
        label={label === undefined ? size : `${label}${kitMessages.comma}${size}`}
        target={target === null ? null : targetName(text.target, target)}
        guide={<ViewGuide view="attention" words={attentionGuide} navigate={navigate} />}
      />
      <div className="kit-sheet attention-sheet">
        <div className="kit-column">
          <AttentionPanel
            {...shared}
            attention={attention}
            target={target}
            rowSumError={valueAt(quality.rowSumError, at?.epoch ?? null)}
          />
        </div>
        <div className="kit-column attention-right">
          <EpochsPanel attention={attention} epoch={epoch} navigate={navigate} />
          <QualityPanel {...shared} quality={quality} examples={measured} epochs={epochs} />
        </div>
      </div>
    </div>
  );
}
