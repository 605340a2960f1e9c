'use client';
import { useRef } from 'react';
import { useSize } from '../../_kit/chart/use-size.ts';
import { gridTable, type Table } from '../../_kit/export/table.ts';
import { Panel } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { attentionMessages } from '../messages.ts';
import { targetName } from '../select/labels.ts';
import type { AttentionMatrix } from '../select/matrix.ts';
import { matrixState, sumsToOne } from '../select/matrix-state.ts';
import type { Attention } from '../use-attention.ts';
import { BundlesPlot, useBundleCells } from './bundles-plot.tsx';
import { HeadControl } from './head-control.tsx';
import { MatrixPlot, useMatrixLayout } from './matrix-plot.tsx';

const words = attentionMessages.matrix;
const MODES = ['matrix', 'bundles'] as const;
const COLOURS = ['seq', 'cividis'] as const;

export interface AttentionPanelProps {
  readonly attention: Attention;
  readonly epoch: number | null;
  /** Row-sum error of the whole probe at the snapshot shown. */
  readonly rowSumError: number;
  readonly target: number | null;
  readonly colour: number;
  readonly navigate: Navigate;
}

/** The attention of one example at the playhead, as a matrix or as bundles. */
export function AttentionPanel({ attention, epoch, rowSumError, target, colour, navigate }: AttentionPanelProps) {
  const host = useRef<HTMLDivElement>(null);
  const size = useSize(host);
  const mode = usePageState((state) => state.attention);
  const seqMap = usePageState((state) => state.seqMap);
  const timestep = usePageState((state) => state.timestep);
  const { matrix, words: text } = attention;
  const layout = useMatrixLayout(matrix, text, size);
  const bundled = useBundleCells(matrix);
  const cells = mode === 'bundles' ? bundled : layout.cells;
  const row = target === null ? undefined : matrix?.rows[target];
  const readout =
    row && row.largest >= 0 && matrix && target !== null
      ? words.rowReadout(
          targetName(text.target, target),
          matrix.isValid(row.largest) ? (text.source?.[row.largest] ?? words.step(row.largest + 1)) : words.padding,
          matrix.value(target, row.largest),
        )
      : null;
  const controls = (
    <>
      <LayerControl {...attention} navigate={navigate} />
      <HeadControl heads={attention.heads} head={attention.head} navigate={navigate} />
      {mode === 'matrix' ? (
        <Segmented
          label={words.colours}
          choices={COLOURS.map((value) => ({ value, label: words.colourNames[value] }))}
          value={seqMap}
          onChange={(value) => navigate({ seqMap: value })}
        />
      ) : null}
      <Segmented
        label={words.mode}
        choices={MODES.map((value) => ({ value, label: words.modes[value] }))}
        value={mode}
        onChange={(value) => navigate({ attention: value })}
      />
    </>
  );
  return (
    <Panel
      title={words.title}
      readout={readout}
      unit={words.unit(sumsToOne(matrix))}
      controls={controls}
      state={matrixState(attention, cells, epoch, rowSumError)}
      {...(matrix ? { table: () => weightsTable(matrix) } : {})}
    >
      <div ref={host} className="attention-host">
        {mode === 'bundles' ? (
          <BundlesPlot {...{ matrix, target, colour, navigate }} words={text} cells={bundled} width={size.width} />
        ) : (
          <MatrixPlot {...{ matrix, target, timestep, layout, navigate }} words={text} />
        )}
      </div>
    </Panel>
  );
}

/** A row per target step, a column per source step, padding included. */
function weightsTable(matrix: AttentionMatrix): Table {
  const steps = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  return gridTable('target', steps(matrix.targets), steps(matrix.allSources), matrix.value);
}

function LayerControl({
  layers,
  layer,
  navigate,
}: Pick<Attention, 'layers' | 'layer'> & { readonly navigate: Navigate }) {
  if (layers.length < 2) return null;
  return (
    <select
      className="kit-select attention-layer"
      aria-label={words.layer}
      value={layer}
      onChange={(event) => navigate({ layer: event.target.value, head: null })}
    >
      {layers.map((path) => (
        <option key={path} value={path}>
          {path}
        </option>
      ))}
    </select>
  );
}
