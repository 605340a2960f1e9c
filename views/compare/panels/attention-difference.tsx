'use client';
import { memo, type ReactNode, useCallback, useMemo, useState } from 'react';
import type { RunData } from '../../../lib/client/run-data.ts';
import type { Table } from '../../_kit/export/table.ts';
import { signedMap } from '../../_kit/marks/signed-map.ts';
import { fixed } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { RunDot } from '../../_kit/run-dot.tsx';
import { useKit } from '../../_kit/state/kit-context.ts';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import { attentionMessages } from '../../attention/messages.ts';
import { HeadControl } from '../../attention/panels/head-control.tsx';
import { tokenWidth } from '../../attention/panels/token-labels.tsx';
import { targetName, wordAt } from '../../attention/select/labels.ts';
import { attentionLayers } from '../../attention/select/snapshots.ts';
import type { ExampleWords } from '../../attention/select/words.ts';
import { useSequentialMap } from '../../attention/use-sequential-map.ts';
import { useTargetKeys } from '../../attention/use-target-keys.ts';
import { differencesMessages } from '../differences-messages.ts';
import { otherRun, shownLayer } from '../select/pairs.ts';
import { type AttentionPicture, type ComparedAttention, useAttentionDifference } from '../use-attention-difference.ts';
import { type AttentionCell, AttentionMap, type ColumnHead } from './attention-map.tsx';
import { ExampleChoice } from './example-choice.tsx';
import { PairControls } from './pair-controls.tsx';
import type { DifferencePanelProps } from './states-difference.tsx';

const words = differencesMessages.attention;
const SHARES = [0, 0.5, 1];
const SIGNED = [-1, 0, 1];

/** Attention of two runs on one probe example, and what the other run looks at more or less. */
export function AttentionDifferencePanel({ runs, version, focus, stands, navigate }: DifferencePanelProps) {
  const chosen = usePageState((state) => state.layer);
  const head = usePageState((state) => state.head);
  const wantedSequence = usePageState((state) => state.sequence) ?? 0;
  const timestep = usePageState((state) => state.timestep);
  const target = usePageState((state) => state.target);
  const reference = runs[0]!;
  const other = otherRun(runs, focus);
  const compared = useAttentionDifference({
    ...{ reference, other, version, layer: chosen, head, sequence: wantedSequence, stands },
  });
  const { picture, sequences } = compared;
  useTargetKeys(target, picture?.attention.targets ?? 0, navigate);
  const [hovered, setHovered] = useState<AttentionCell | null>(null);
  const layers = attentionLayers(reference);
  const layer = picture?.pair.layer ?? shownLayer(layers, chosen);
  const cell = useMemo(
    () => hovered ?? { target, source: timestep === null ? null : timestep - 1 },
    [hovered, target, timestep],
  );
  const sources = picture?.attention.sources ?? 0;
  const pick = useCallback(
    (at: AttentionCell) => navigate({ target: at.target, ...(at.source < sources ? { timestep: at.source + 1 } : {}) }),
    [navigate, sources],
  );
  const label = reference.info.probe?.labels?.[Math.min(wantedSequence, sequences - 1)] ?? null;
  const shownLayers = picture ? differencesMessages.states.layers(picture.pair.layer, picture.pair.otherLayer) : layer;
  return (
    <Panel
      title={words.title}
      className="compare-words"
      unit={shownLayers === null ? null : words.unit(shownLayers)}
      readout={picture ? readoutOf(picture, cell) : null}
      state={stateOf(compared)}
      {...(picture ? { table: () => tableOf(picture) } : {})}
    >
      <div className="compare-inside">
        <div className="compare-facts">
          <Facts picture={picture} />
          <span className="compare-pair">
            <ExampleChoice
              {...{ sequences, label }}
              sequence={Math.min(wantedSequence, Math.max(0, sequences - 1))}
              onChoose={(sequence) => navigate({ sequence, target: null })}
            />
            <HeadControl heads={compared.heads} head={compared.head} navigate={navigate} />
            <PairControls {...{ runs, other, layers, layer, navigate }} />
          </span>
        </div>
        {picture && other ? <Maps {...{ picture, reference, other, cell }} onHover={setHovered} onPick={pick} /> : null}
      </div>
    </Panel>
  );
}

function Facts({ picture }: { readonly picture: AttentionPicture | null }): ReactNode {
  if (!picture) return <span className="compare-fact" />;
  const { attention, overProbe } = picture;
  const said = words.moved(fixed(attention.mean, 2), fixed(overProbe.mean, 2), overProbe.examples);
  return (
    <span className="compare-fact" title={`${said}\n${words.movedWhy}`}>
      {said}
    </span>
  );
}

interface MapsProps {
  readonly picture: AttentionPicture;
  readonly reference: RunData;
  readonly other: RunData;
  readonly cell: { readonly target: number | null; readonly source: number | null };
  readonly onHover: (cell: AttentionCell | null) => void;
  readonly onPick: (cell: AttentionCell) => void;
}

/** Not rendered again with every epoch that is scrubbed past. */
const Maps = memo(function Maps({ picture, reference, other, cell, onHover, onPick }: MapsProps) {
  const { theme } = useKit();
  const seq = useSequentialMap();
  const { pair, attention, words: text } = picture;
  const { targets, columns, sources } = attention;
  const head = useCallback((column: number) => headOf(text, column, sources), [text, sources]);
  const left = useMemo(() => {
    const widths = Array.from({ length: Math.min(targets, 400) }, (_, t) => tokenWidth(wordAt(text.target, t)));
    return Math.round(Math.min(110, Math.max(24, 14 + Math.max(0, ...widths))));
  }, [text.target, targets]);
  const shared = { ...{ targets, columns, head, of: attention, words: text, cell, onHover, onPick } };
  const difference = (t: number, s: number) => attention.reference(t, s) - attention.other(t, s);
  const most = attention.moved.reduce((best, value, t) => (value > attention.moved[best]! ? t : best), 0);
  const said = words.most(fixed(attention.moved[most] ?? Number.NaN, 2), targetName(text.target, most));
  return (
    <div className="compare-flows">
      {[reference, other].map((run, index) => (
        <figure key={run.info.id} style={{ flex: `1 1 ${index === 0 ? left : 6}px` }}>
          <figcaption>
            <RunDot colour={run.info.colour} />
            <bdi title={run.info.name}>{run.info.name}</bdi>
            <span>{differencesMessages.epoch((index === 0 ? pair.left : pair.right).epoch)}</span>
          </figcaption>
          <AttentionMap
            {...shared}
            value={index === 0 ? attention.reference : attention.other}
            map={seq}
            ticks={SHARES}
            summary={words.map(run.info.name, targets, sources)}
            left={index === 0 ? left : 6}
            hasRows={index === 0}
          />
        </figure>
      ))}
      <figure style={{ flex: '1 1 6px' }}>
        <figcaption>
          <bdi>{differencesMessages.states.difference}</bdi>
          <span title={said}>{said}</span>
        </figcaption>
        <AttentionMap
          {...shared}
          value={difference}
          map={signedMap(theme.maps.div, 1)}
          ticks={SIGNED}
          summary={words.differenceMap(differencesMessages.minus(reference.info.name, other.info.name), said)}
          left={6}
          hasRows={false}
        />
      </figure>
    </div>
  );
});

/** The word of a source, its number where it has none; the column behind them is all padding. */
function headOf({ source }: ExampleWords, column: number, sources: number): ColumnHead {
  if (column >= sources) return { text: attentionMessages.matrix.padding, isWord: false };
  return { text: wordAt(source, column), isWord: source?.[column] !== undefined };
}

function readoutOf({ attention, words: text }: AttentionPicture, { target, source }: MapsProps['cell']): string | null {
  const { targets, columns, sources } = attention;
  if (target === null || target >= targets || source === null || source >= columns) return null;
  const [a, b] = [attention.reference(target, source), attention.other(target, source)];
  const sum = differencesMessages.states.sum(fixed(a, 2), fixed(b, 2), fixed(a - b, 2));
  return words.readout(wordAt(text.target, target), headOf(text, source, sources).text, sum);
}

function stateOf({ lack, picture, isBehind, error, retry }: ComparedAttention): PanelState {
  if (lack) return { kind: 'empty', ...lack };
  if (error) return { kind: 'error', message: error, onRetry: retry };
  if (!picture) return { kind: 'loading' };
  if (isBehind) return { kind: 'note', note: differencesMessages.behind(picture.pair.left.epoch), isStale: true };
  return { kind: 'ready' };
}

/** A row per weight: exactly what the maps show. */
function tableOf({ attention, words: text }: AttentionPicture): Table {
  const { targets, columns: count, sources, reference, other } = attention;
  function* rows() {
    for (let t = 0; t < targets; t += 1) {
      for (let s = 0; s < count; s += 1) {
        const [a, b] = [reference(t, s), other(t, s)];
        // all padding together has no number
        yield [t + 1, s < sources ? s + 1 : null, text.target?.[t] ?? null, headOf(text, s, sources).text, a, b, a - b];
      }
    }
  }
  const columns = ['target', 'source', 'target word', 'source word', 'reference', 'other', 'difference'];
  return { columns, rows: rows() };
}
