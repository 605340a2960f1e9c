'use client';
import { useMemo, useState } from 'react';
import type { RunData } from '../../../lib/client/run-data.ts';
import { gridTable } from '../../_kit/export/table.ts';
import { fixed, whole } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import type { EpochOfRun } from '../../_kit/state/playhead.ts';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import { useSettled } from '../../_kit/state/use-settled.ts';
import { useSequentialMap } from '../../attention/use-sequential-map.ts';
import { differencesMessages } from '../differences-messages.ts';
import { otherRun, sharedQuantity, shownLayer, statePair, statePaths } from '../select/pairs.ts';
import { type SimilarItem, similarLayers, similarRuns } from '../select/similar-states.ts';
import { type Similarity, useSimilarity } from '../use-similarity.ts';
import { DerivedWork } from './derived-work.tsx';
import { PairControls } from './pair-controls.tsx';
import { SimilarityDots } from './similarity-dots.tsx';
import { SimilarityMatrix } from './similarity-matrix.tsx';
import type { DifferencePanelProps } from './states-difference.tsx';

const words = differencesMessages.cka;
/** Of more runs the matrix alone is shown. */
const MOST_DOTS = 12;
const NONE: readonly SimilarItem[] = [];

/** How alike runs are inside, whatever the order of their units: CKA of every two, and layer by layer of two of them. */
export function SimilarityPanel({ runs, version, focus, stands: playhead, navigate }: DifferencePanelProps) {
  const chosen = usePageState((state) => state.layer);
  const wantedQuantity = usePageState((state) => state.quantity);
  const map = useSequentialMap();
  const stands = useSettled(playhead);
  const reference = runs[0]!;
  const other = otherRun(runs, focus);
  const quantity = sharedQuantity(runs, wantedQuantity);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place, `version` says that they did
  const { items, left } = useMemo(
    () => similarRuns(runs, chosen, quantity, stands),
    [runs, version, chosen, quantity, stands],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const layered = useMemo(
    () => similarLayers(reference, other, quantity, stands),
    [reference, other, version, quantity, stands],
  );
  const hasLayers = layered.rows.length + layered.cols.length > 2;
  const stacked = useMemo(() => (hasLayers ? [...layered.rows, ...layered.cols] : NONE), [layered, hasLayers]);
  const ofRuns = useSimilarity(items);
  const ofLayers = useSimilarity(stacked);
  const [cell, setCell] = useState<{ readonly row: number; readonly col: number } | null>(null);
  const layers = statePaths(reference);
  const layer = shownLayer(layers, chosen);
  const shown = ofRuns.shown;
  const at = cell ?? { row: 0, col: Math.max(1, shown?.items.findIndex(({ run }) => run === other) ?? 1) };
  const isBehind = ofRuns.isBehind || ofLayers.isBehind || stands !== playhead;
  return (
    <Panel
      title={words.title}
      unit={words.unit(quantity, layer ?? '')}
      readout={shown ? readoutOf(shown, at) : null}
      state={stateOf(runs, { ofRuns, isBehind, chosen, stands })}
      {...(shown ? { table: () => tableOf(shown) } : {})}
    >
      <div className="compare-inside">
        <div className="compare-facts">
          <Facts shown={shown} left={left} total={runs.length} />
          <DerivedWork work={ofRuns.work} says={differencesMessages.comparing} />
          <span className="compare-pair">
            {sharedQuantity(runs, 'c') === 'c' ? (
              <Segmented
                label={differencesMessages.quantity}
                choices={(['h', 'c'] as const).map((value) => ({ value, label: value }))}
                value={quantity}
                onChange={(value) => navigate({ quantity: value })}
              />
            ) : null}
            <PairControls {...{ runs, other, layers, layer, navigate }} />
          </span>
        </div>
        <div className="compare-flows">
          {shown ? (
            <figure>
              <figcaption>
                <span>{words.everyTwo}</span>
              </figcaption>
              <SimilarityMatrix
                rows={namesOf(shown.items)}
                cols={namesOf(shown.items)}
                value={(row, col) => shown.result.values[row * shown.result.count + col]!}
                of={shown.result}
                map={map}
                summary={words.summary(shown.items.map(({ run }) => run.info.name))}
                cell={at.row < shown.items.length && at.col < shown.items.length ? at : null}
                onHover={setCell}
                onPick={(picked) => {
                  const run = shown.items[picked.col === 0 ? picked.row : picked.col]!.run;
                  if (run !== reference) navigate({ focus: run.info.id });
                }}
              />
            </figure>
          ) : null}
          {hasLayers && other && ofLayers.shown ? (
            <LayerMatrix
              similarity={ofLayers.shown}
              rows={layered.rows.length}
              {...{ reference, other, map, navigate }}
            />
          ) : null}
          {!hasLayers && shown && shown.items.length <= MOST_DOTS ? <Dots shown={shown} /> : null}
        </div>
      </div>
    </Panel>
  );
}

/** Each run with the reference, and what chance reaches. */
function Dots({ shown: { items, result } }: { readonly shown: NonNullable<Similarity['shown']> }) {
  const dots = useMemo(
    () =>
      items.slice(1).map(({ run: { info } }, i) => {
        return { name: info.name, colour: info.colour, value: result.values[i + 1]!, chance: result.chance[i + 1]! };
      }),
    [items, result],
  );
  const said = words.withReference(items[0]!.run.info.name);
  return (
    <figure>
      <figcaption>
        <span title={said}>{said}</span>
      </figcaption>
      <SimilarityDots dots={dots} />
    </figure>
  );
}

interface LayerMatrixProps {
  readonly similarity: NonNullable<Similarity['shown']>;
  readonly rows: number;
  readonly reference: RunData;
  readonly other: RunData;
  readonly map: ReturnType<typeof useSequentialMap>;
  readonly navigate: DifferencePanelProps['navigate'];
}

/** Layers of the reference against those of the other run. */
function LayerMatrix({ similarity: { items, result }, rows, reference, other, map, navigate }: LayerMatrixProps) {
  const [cell, setCell] = useState<{ readonly row: number; readonly col: number } | null>(null);
  const names = (some: readonly SimilarItem[]) => some.map(({ layer }) => ({ text: layer, colour: null }));
  const value = (row: number, col: number) => result.values[row * result.count + rows + col]!;
  const told = cell
    ? words.layersOf(items[cell.row]!.layer, items[rows + cell.col]!.layer, fixed(value(cell.row, cell.col), 2))
    : words.layers(reference.info.name, other.info.name);
  return (
    <figure>
      <figcaption>
        <span title={told}>{told}</span>
      </figcaption>
      <SimilarityMatrix
        rows={names(items.slice(0, rows))}
        cols={names(items.slice(rows))}
        value={value}
        of={result}
        map={map}
        summary={words.layers(reference.info.name, other.info.name)}
        cell={cell}
        onHover={setCell}
        onPick={(picked) => navigate({ layer: items[picked.row]!.layer })}
      />
    </figure>
  );
}

interface FactsProps {
  readonly shown: Similarity['shown'];
  readonly left: ReturnType<typeof similarRuns>['left'];
  readonly total: number;
}

/** What is compared, and which runs are not, with the reasons in full. */
function Facts({ shown, left, total }: FactsProps) {
  if (!shown) return <span className="compare-fact" />;
  const epochs = new Set(shown.items.map(({ tensor }) => tensor.epoch));
  const chance = shown.result.chance.filter(Number.isFinite);
  const said = [
    epochs.size === 1
      ? differencesMessages.epoch(shown.items[0]!.tensor.epoch)
      : words.epochs(Math.min(...epochs), Math.max(...epochs)),
    chance.length > 0 ? words.chance(fixed(Math.max(...chance), 2)) : '',
    words.steps(whole(shown.result.steps)),
    left.length > 0 ? words.leftOut(left.length, total) : '',
    total - left.length > shown.items.length ? words.mostRuns(shown.items.length, total) : '',
  ]
    .filter(Boolean)
    .join(' · ');
  const why = left.map(({ lack }) => lack.sentence).join('\n');
  return (
    <span className="compare-fact" title={[said, why].filter(Boolean).join('\n')}>
      {said}
    </span>
  );
}

function namesOf(items: readonly SimilarItem[]) {
  return items.map(({ run }) => ({ text: run.info.name, colour: run.info.colour }));
}

function readoutOf(
  { items, result }: NonNullable<Similarity['shown']>,
  { row, col }: { readonly row: number; readonly col: number },
): string | null {
  const [one, other] = [items[row], items[col]];
  if (!one || !other) return null;
  const value = result.values[row * result.count + col]!;
  if (Number.isNaN(value)) return words.none(one.run.info.name, other.run.info.name);
  return words.readout(one.run.info.name, other.run.info.name, fixed(value, 2));
}

interface Standing {
  readonly ofRuns: Similarity;
  readonly isBehind: boolean;
  readonly chosen: string | null;
  readonly stands: EpochOfRun;
}

function stateOf(runs: readonly RunData[], { ofRuns, isBehind, chosen, stands }: Standing): PanelState {
  const { shown, work } = ofRuns;
  if (shown) {
    const note = differencesMessages.behind(shown.items[0]!.tensor.epoch);
    return isBehind ? { kind: 'note', note, isStale: true } : { kind: 'ready' };
  }
  if (work.state) return { kind: work.state.status === 'working' ? 'loading' : 'ready' };
  const { lack } = statePair(runs[0]!, runs[1] ?? null, chosen, 'h', stands);
  return lack ? { kind: 'empty', ...lack } : { kind: 'loading' };
}

function tableOf({ items, result }: NonNullable<Similarity['shown']>) {
  const names = items.map(({ run, layer }) => `${run.info.name} ${run.info.id} ${layer}`);
  return gridTable('CKA', names, names, (row, col) => result.values[row * result.count + col]!);
}
