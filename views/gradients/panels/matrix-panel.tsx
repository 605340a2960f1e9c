'use client';
import { useMemo, useState } from 'react';
import { TENSOR } from '../../../lib/protocol/record.ts';
import { type Axis, bandDomain } from '../../_kit/chart/axis.ts';
import { Chart, useInsets } from '../../_kit/chart/chart.tsx';
import { CellOutline } from '../../_kit/chart/cursors.tsx';
import { gridTable } from '../../_kit/export/table.ts';
import { kitMessages } from '../../_kit/messages.ts';
import { number, whole } from '../../_kit/numbers.ts';
import { Panel, type PanelState } from '../../_kit/panel.tsx';
import { Segmented } from '../../_kit/segmented.tsx';
import { usePageState } from '../../_kit/state/use-page-state.ts';
import { useTensor } from '../../_kit/state/use-tensor.ts';
import { detailMessages } from '../detail-messages.ts';
import { paintMatrix } from '../marks/matrix-marks.ts';
import { gateNames } from '../select/gates.ts';
import { nearestStored, storedByEpoch } from '../select/stored.ts';
import { colourLimit, type WeightMatrix, weightMatrix } from '../select/weight-matrix.ts';
import type { DetailPanelProps } from './histogram-panel.tsx';

const words = detailMessages.matrix;

interface Cell {
  readonly row: number;
  readonly col: number;
}

/** The values of a weight at the playhead. */
export function MatrixPanel({ data, revision, weight, playhead, navigate, controls }: DetailPanelProps) {
  const chosen = usePageState((state) => state.gate);
  const [cell, setCell] = useState<Cell | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const { kept, histograms } = useMemo(
    () => ({
      kept: storedByEpoch(data.tensors, TENSOR.weight, { weight }),
      histograms: storedByEpoch(data.tensors, TENSOR.weightHistogram, { weight }),
    }),
    [data, revision, weight],
  );
  const stored = nearestStored(kept, playhead);
  const { tensor, error, retry } = useTensor(stored);
  const gates = useMemo(
    () => gateNames(data.info.model, weight.slice(0, weight.lastIndexOf('/'))),
    [data.info.model, weight],
  );
  const limit = useMemo(() => colourLimit(histograms, tensor?.values ?? null), [histograms, tensor]);
  const matrix = useMemo(
    () => (tensor ? weightMatrix(tensor, gates, chosen, limit) : null),
    [tensor, gates, chosen, limit],
  );
  const [rows, cols, size] = [matrix?.rows ?? 1, matrix?.cols ?? 1, matrix?.blockSize ?? 1];
  const blocks = matrix?.blocks.length ?? 0;
  const isRecurrent = weight.endsWith('/recurrent_kernel');
  const x = useMemo<Axis>(
    () => ({
      domain: bandDomain(0, cols - 1),
      band: true,
      title: words.axisTo,
      ...(blocks > 0
        ? { ticks: Array.from({ length: blocks }, (_, at) => at * size), label: (at: number) => String(at % size) }
        : {}),
    }),
    [cols, size, blocks],
  );
  const y = useMemo<Axis>(
    () => ({
      domain: bandDomain(0, rows - 1),
      band: true,
      inverse: true,
      ...(rows === 1 ? { ticks: [] } : { title: isRecurrent ? words.axisFromUnit : words.axisFrom }),
    }),
    [rows, isRecurrent],
  );
  const insets = useInsets(56, 58, 18, 34);
  const isInside = cell !== null && matrix !== null && cell.row < matrix.rows && cell.col < matrix.cols;
  const state = stateOf(stored?.epoch ?? null, playhead, tensor !== undefined, error, retry);
  return (
    <Panel
      title={words.title}
      unit={words.unit(weight, stored ? stored.shape.join(' × ') : '')}
      controls={controls}
      {...(matrix ? { table: () => gridTable('row', upTo(matrix.rows), upTo(matrix.cols), matrix.value) } : {})}
      state={state.kind === 'note' ? { kind: 'ready' } : state}
      className="gradients-tall"
    >
      <div className="gradients-detail-body">
        <div className="gradients-bar">
          {gates.length > 1 ? (
            <Segmented
              label={words.gate}
              choices={['', ...gates].map((value) => ({ value, label: value === '' ? words.all : value }))}
              value={chosen !== null && gates.includes(chosen) ? chosen : ''}
              onChange={(gate) => navigate({ gate: gate || null })}
            />
          ) : null}
          <span className="gradients-numbers">
            {isInside ? (
              <b>{cellText(matrix, cell, isRecurrent)}</b>
            ) : (
              <span className="gradients-aside">{words.hint}</span>
            )}
          </span>
          {matrix && matrix.beyond > 0 ? (
            <span className="gradients-aside">{words.beyond(whole(matrix.beyond), number(limit))}</span>
          ) : null}
          {state.kind === 'note' ? <span className="kit-panel-note">{state.note}</span> : null}
        </div>
        <div className="gradients-plot">
          <Chart
            summary={matrix && stored ? words.summary(weight, stored.epoch, matrix.rows, matrix.cols) : words.empty}
            x={x}
            y={y}
            insets={insets}
            frame="none"
            lastStep={stored?.step ?? 0}
            paint={(plot) => matrix && paintMatrix(plot, { matrix, limit })}
            onHover={(point) => setCell(point && { row: Math.round(point.y), col: Math.round(point.x) })}
          >
            <CellOutline
              cells={isInside ? { x: [cell.col - 0.5, cell.col + 0.5], y: [cell.row - 0.5, cell.row + 0.5] } : null}
            />
          </Chart>
        </div>
      </div>
    </Panel>
  );
}

function stateOf(
  epoch: number | null,
  playhead: number | null,
  isHere: boolean,
  error: string | null,
  onRetry: () => void,
): PanelState {
  if (epoch === null) return { kind: 'empty', sentence: words.empty };
  if (error) return { kind: 'error', message: error, onRetry };
  if (!isHere) return { kind: 'loading' };
  if (playhead === null || epoch === playhead) return { kind: 'ready' };
  return { kind: 'note', note: `${words.noneHere(playhead)}${kitMessages.comma}${kitMessages.panel.nearest(epoch)}` };
}

function cellText(matrix: WeightMatrix, { row, col }: Cell, isRecurrent: boolean): string {
  const from = matrix.rows === 1 ? words.bias : isRecurrent ? words.unitFrom(row) : words.input(row);
  const gate = matrix.blocks[Math.floor(col / matrix.blockSize)] ?? matrix.gate;
  return words.cell(from, words.to(gate, col % matrix.blockSize), number(matrix.value(row, col)));
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
