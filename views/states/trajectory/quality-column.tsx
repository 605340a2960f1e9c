'use client';
import { memo, useEffect, useRef } from 'react';
import type { ProjectionResult } from '../../../lib/client/derived/projection.ts';
import { fixed as decimals, number, percent } from '../../_kit/numbers.ts';
import { useKit } from '../../_kit/state/kit-context.ts';
import type { Navigate } from '../../_kit/view-props.ts';
import { LOOK, paintFixedPoint, paintShape } from '../marks/trajectory-marks.ts';
import { CLASS_LOOKS } from './classes.ts';
import { qualityAt } from './layout.ts';
import type { FixedPoints, PointFacts, TrajectoryPage } from './picture.ts';
import { PictureControls } from './trajectory-controls.tsx';
import { trajectoryMessages } from './trajectory-messages.ts';

const words = trajectoryMessages.quality;
const legend = trajectoryMessages.legend;

export interface QualityColumnProps {
  readonly result: ProjectionResult | null;
  readonly at: number;
  readonly page: TrajectoryPage;
  readonly facts: PointFacts;
  readonly isLive: boolean;
  readonly snapshots: number;
  readonly ghostEpoch: number | null;
  readonly fixed: FixedPoints | null;
  readonly outside: number;
  readonly sequence: number;
  readonly className: (index: number) => string;
  readonly navigate: Navigate;
}

/** The numbers that say how far the picture beside can be believed, and what its marks mean. */
export function QualityColumn(props: QualityColumnProps) {
  return (
    <aside className="states-quality" aria-label={words.title}>
      <dl>
        {/* a name says the epoch: rows are told apart by their place, or each step would make them anew */}
        {rowsOf(props).map(({ name, value, note }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <div key={place}>
            <dt>{name}</dt>
            <dd>
              <b>{value}</b> {note}
            </dd>
          </div>
        ))}
      </dl>
      <div className="states-marks">
        <PictureControls
          pointColour={props.page.pointColour}
          paths={props.page.paths}
          hasClasses={props.facts.truth !== null}
          hasGuesses={props.facts.guess !== null}
          navigate={props.navigate}
        />
        <Legend {...props} />
      </div>
    </aside>
  );
}

interface Row {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

function rowsOf({ result, at, page, snapshots }: QualityColumnProps): readonly Row[] {
  if (!result || at < 0) return [];
  const { basis, units, rows, valid, epochs, quality, request, parameter } = result;
  const before = epochs[at - 1];
  const of = (name: Parameters<typeof qualityAt>[2]) => qualityAt(result, at, name);
  const dimensions = Math.min(request.dimensions, result.axes);
  const explained = basis ? basis.ratios.subarray(0, dimensions).reduce((sum, ratio) => sum + ratio, 0) : Number.NaN;
  return [
    {
      name: words.trust,
      value: two(of('trustworthiness')),
      note: quality.length === 0 ? words.notYet : words.neighbours(of('k')),
    },
    ...(basis
      ? [
          {
            name: words.variance,
            value: percent(explained),
            note: basis.exact ? words.of(dimensions, units) : words.approximate,
          },
        ]
      : []),
    ...(page.projection === 'tsne'
      ? [
          {
            name: words.divergence,
            value: Number.isNaN(of('divergence')) ? '–' : number(of('divergence')),
            note: words.perplexity(number(parameter)),
          },
        ]
      : []),
    ...(before === undefined
      ? []
      : [
          {
            name: words.drift(before),
            value: Number.isNaN(of('drift')) ? '–' : number(of('drift'), 2),
            note: Number.isNaN(of('drift')) ? '' : words.spread,
          },
          { name: words.movement, value: two(of('trueMovement')), note: '' },
        ]),
    ...(rows.length < valid || epochs.length < snapshots
      ? [
          {
            name: words.states,
            value: words.drawn(rows.length, valid),
            note: result.thinned > 0 ? words.epochs(epochs.length, snapshots) : '',
          },
        ]
      : []),
  ];
}

function two(value: number): string {
  return Number.isNaN(value) ? '–' : decimals(value, 2);
}

function Legend(props: QualityColumnProps) {
  const { result, page, facts, ghostEpoch, fixed, outside, sequence, className, navigate } = props;
  const { truth, looks } = facts;
  const chosen = truth?.of[sequence * (result?.time ?? 1)] ?? -1;
  const isClass = page.pointColour === 'class' || page.pointColour === 'guess' || page.paths !== 'one';
  const named = Array.from(looks, (look, index) => ({ look, index })).filter(
    ({ look }) => looks.length <= CLASS_LOOKS || look < CLASS_LOOKS - 1,
  );
  const kinds = new Set(fixed?.kinds ?? []);
  return (
    <ul className="states-legend">
      <li>
        <Ramp />
        {legend.time(result?.time ?? 1)}
      </li>
      {ghostEpoch === null ? null : (
        <li>
          <i className="states-dotted" />
          {legend.ghost(ghostEpoch)}
        </li>
      )}
      {isClass
        ? named.map(({ look, index }) => (
            <li key={index}>
              <button type="button" aria-pressed={index === chosen} onClick={() => navigate({ classIndex: index })}>
                <Glyph look={look} />
                {className(index)}
              </button>
            </li>
          ))
        : null}
      {isClass && looks.length > named.length ? (
        <li>
          <Glyph look={CLASS_LOOKS - 1} />
          {legend.rest(looks.length - named.length)}
        </li>
      ) : null}
      {page.pointColour === 'right' ? (
        <>
          <li>
            <Glyph look={CLASS_LOOKS - 1} />
            {legend.right}
          </li>
          <li>
            <Glyph look={LOOK.wrong} />
            {legend.wrong}
          </li>
        </>
      ) : null}
      {fixed && result?.basis
        ? (['stable', 'unstable', 'slow'] as const)
            .filter((kind) => [...kinds].some((each) => kindOf(each) === kind))
            .map((kind) => (
              <li key={kind}>
                <Glyph look={-1} kind={kind} />
                {legend[kind]}
              </li>
            ))
        : null}
      {page.projection === 'pca' ? null : <li className="states-small">{legend.free}</li>}
      {fixed ? (
        <li className="states-small">{result?.basis ? legend.fixed(fixed.epoch, outside) : legend.noFixed}</li>
      ) : null}
    </ul>
  );
}

function kindOf(kind: string): 'stable' | 'unstable' | 'slow' {
  return kind === 'stable' || kind === 'slow' ? kind : 'unstable';
}

/** A mark as it stands in the picture. */
function Glyph({ look, kind }: { readonly look: number; readonly kind?: string }) {
  const { theme } = useKit();
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    const ctx = canvas?.getContext('2d');
    if (!canvas || !ctx) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = 12 * ratio;
    canvas.height = 12 * ratio;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, 12, 12);
    const { tokens } = theme;
    const colour = look === LOOK.wrong ? tokens.crash : (tokens.classes[look] ?? tokens.fg3);
    ctx.fillStyle = colour;
    if (kind === undefined) paintShape(ctx, look, 6, 6, 7, colour);
    else paintFixedPoint(ctx, kind, 6, 6, tokens.fg1, tokens.bg1);
  }, [theme, look, kind]);
  return <canvas ref={ref} className="states-glyph" />;
}

/** The colours of time. */
const Ramp = memo(function Ramp() {
  const { theme } = useKit();
  const stops = [0, 0.25, 0.5, 0.75, 1].map((share) => theme.maps.time.css(share)).join(', ');
  return <i className="states-ramp" style={{ background: `linear-gradient(to right, ${stops})` }} />;
});
