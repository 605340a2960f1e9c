'use client';
import { type ReactNode, useMemo } from 'react';
import { PARTING_ALPHA } from '../../lib/analysis/compare/parting.ts';
import { ALIGNMENTS, BAND_KINDS, type PageState } from '../../lib/client/page-state.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import { kitMessages } from '../_kit/messages.ts';
import { number, scientific } from '../_kit/numbers.ts';
import { Segmented } from '../_kit/segmented.tsx';
import { useEpochOfRun, usePlace, usePlayhead } from '../_kit/state/playhead.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { useRuns } from '../_kit/state/use-runs.ts';
import { errorText } from '../_kit/told/error-text.ts';
import { type EvidenceText, VerdictStrip } from '../_kit/verdict-strip.tsx';
import { ViewGuide } from '../_kit/view-guide.tsx';
import type { Navigate, ViewProps } from '../_kit/view-props.ts';
import { compareMessages as words } from './messages.ts';
import { CurvePanel } from './panels/curve-panel.tsx';
import { DetailChoice } from './panels/detail-choice.tsx';
import { LowerPanels } from './panels/lower-panels.tsx';
import { OutcomePanel } from './panels/outcome-panel.tsx';
import { PartingPanel } from './panels/parting-panel.tsx';
import { SettingsPanel } from './panels/settings-panel.tsx';
import { foldOf, groupsOf } from './select/groups.ts';
import { partingsOf, type SeriesPartings, tellingSeries } from './select/partings.ts';
import { defaultSeries, seriesChoices } from './select/series.ts';
import { settingRows } from './select/settings.ts';
import { usePoints } from './use-points.ts';
import { labelOfName } from './words.ts';

const referenceOf = (state: PageState) => state.referenceRun;
const alignOf = (state: PageState) => state.align;
const chosenFold = (state: PageState) => state.fold;
const bandOf = (state: PageState) => state.band;
const comparedOf = (state: PageState) => state.compared;
const allOf = (state: PageState) => state.allSettings;
const OUTLINE = { outline: true };

/** Which change made the difference: runs beside each other, held against one of them. */
export function CompareView({ runs: summaries, focus, pageState, navigate }: ViewProps) {
  const states = useRuns(
    useMemo(() => summaries.map(({ info }) => info.id), [summaries]),
    OUTLINE,
  );
  const pinned = usePageState(referenceOf);
  const align = usePageState(alignOf);
  const chosen = usePageState(chosenFold);
  const band = usePageState(bandOf);
  const compared = usePageState(comparedOf);
  const all = usePageState(allOf);
  // runs change in place: what is made of them is made anew when one did
  const version = states.map(({ data, revision }) => `${data?.info.id} ${revision}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says whether a run came or changed
  const runs = useMemo(() => {
    const here = states.flatMap(({ data }): RunData[] => (data ? [data] : []));
    return here.sort((a, b) => Number(b.info.id === pinned) - Number(a.info.id === pinned));
  }, [version, pinned]);
  const reference = runs[0] ?? null;
  const failed = states.find(({ status, error }) => status === 'error' && error)?.error ?? null;
  const isLoading = states.some(({ status }) => status === 'loading');
  const fold = useMemo(() => foldOf(chosen, runs), [chosen, runs]);
  const groups = useMemo(() => groupsOf(runs, fold, reference), [runs, fold, reference]);
  const choices = useMemo(() => seriesChoices(runs), [runs]);
  const names = useMemo(() => {
    const [first, second] = defaultSeries(choices);
    const known = (name: string | null) => (choices.some((choice) => choice.name === name) ? name : null);
    return [known(compared[0]) ?? first, known(compared[1]) ?? second] as const;
  }, [choices, compared]);
  const wanted = useMemo(() => names.filter((name) => name !== null), [names]);
  const shown = usePoints(runs, wanted);
  const telling = useMemo(() => tellingSeries(choices, names[0]), [choices, names]);
  // what only the partings need comes after what is looked at
  const others = usePoints(runs, telling, shown.isHere && !isLoading && runs.length > 1);
  const isTold = others.isHere && shown.isHere && !isLoading;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the versions say what came
  const partings = useMemo(
    () => (isTold && runs.length > 1 ? telling.map((name) => partingsOf(name, groups, others.of)) : []),
    [isTold, groups, telling, others.version],
  );
  const focused = runs.find(({ info }) => info.id === focus?.info.id) ?? reference;
  const epoch = usePlayhead(focused);
  const place = usePlace(focused, epoch);
  const stands = useEpochOfRun(focused, epoch);
  const at = runs.map(stands);
  const main = partings.find(({ name }) => name === names[0]) ?? null;
  const epochs = Math.max(1, ...runs.map((run) => run.epochs.at(-1)?.epoch ?? 0));
  const curve = {
    ...{ choices, runs, summaries, groups, version, align, band, epoch, place, navigate },
    ...{ points: shown.of, pointsVersion: shown.version, isHere: shown.isHere && !isLoading, error: shown.error },
    focus: focused,
    partingEpoch: main?.first?.epoch ?? null,
  };
  return (
    <div className="kit-view">
      <Head {...{ main, partings, count: runs.length, isLoading: isLoading || (runs.length > 1 && !isTold), navigate }}>
        <ViewGuide view="compare" words={words.guide} navigate={navigate} />
      </Head>
      <div className="compare-bar">
        <span>{words.align}</span>
        <Segmented
          label={words.align}
          choices={ALIGNMENTS.map((value) => ({ value, label: words.aligned[value] }))}
          value={align}
          onChange={(value) => {
            // the epoch that is seen stays, whichever axis it was put on
            const seen = pageState.getState().epoch === 'live' ? {} : { epoch: epoch || 1 };
            navigate({ align: value, zoom: null, ...seen });
          }}
        />
        <FoldChoice runs={runs} fold={fold} navigate={navigate} />
        {fold === 'none' ? null : (
          <Segmented
            label={words.bandLabel}
            choices={BAND_KINDS.map((value) => ({ value, label: words.bandShort[value] }))}
            value={band}
            onChange={(value) => navigate({ band: value })}
          />
        )}
        <DetailChoice navigate={navigate} />
        {failed ? <span className="compare-failed">{words.gone(errorText(failed))}</span> : null}
      </div>
      <div className="kit-sheet compare-sheet">
        <div className="kit-column compare-left">
          <SettingsPanel runs={runs} version={version} all={all} navigate={navigate} />
          <OutcomePanel
            {...{ runs, summaries, version, epoch, at, navigate }}
            series={names[0]}
            points={shown.of}
            pointsVersion={shown.version}
          />
          <PartingPanel rows={partings} epochs={epochs} epoch={epoch} navigate={navigate} />
        </div>
        <div className="kit-column compare-right">
          <div className="compare-curves">
            <CurvePanel
              {...curve}
              chart="compare-1"
              series={names[0]}
              onSeries={(name) => navigate({ compared: [name, compared[1]] })}
            />
            <CurvePanel
              {...curve}
              chart="compare-2"
              series={names[1]}
              onSeries={(name) => navigate({ compared: [compared[0], name] })}
            />
          </div>
          <LowerPanels
            {...{ runs, summaries, groups, choices, version, stands, navigate }}
            focus={focused}
            isIdle={isTold}
          />
        </div>
      </div>
    </div>
  );
}

function FoldChoice({
  runs,
  fold,
  navigate,
}: {
  readonly runs: readonly RunData[];
  readonly fold: string;
  readonly navigate: Navigate;
}) {
  const keys = useMemo(
    () =>
      settingRows(runs, 0)
        .filter(
          ({ key, differs }) => differs.includes(true) && runs.some(({ info }) => key.split('.')[0]! in info.config),
        )
        .map(({ key }) => key),
    [runs],
  );
  const values = ['none', 'seed', 'group', ...keys.map((key) => `config:${key}`)];
  const labels: { readonly [value: string]: string } = words.folds;
  return (
    <label className="compare-fold">
      <span>{words.fold}</span>
      <select className="kit-select" value={fold} onChange={(event) => navigate({ fold: event.target.value })}>
        {values.map((value) => (
          <option key={value} value={value}>
            {labels[value] ?? words.foldBy(value.slice('config:'.length))}
          </option>
        ))}
        {values.includes(fold) ? null : <option value={fold}>{words.foldBy(fold.replace(/^config:/, ''))}</option>}
      </select>
    </label>
  );
}

interface HeadProps {
  readonly main: SeriesPartings | null;
  readonly partings: readonly SeriesPartings[];
  readonly count: number;
  readonly isLoading: boolean;
  readonly navigate: Navigate;
  readonly children: ReactNode;
}

/** Where the runs part, by which test, and what parts first. */
function Head({ main, partings, count, isLoading, navigate, children }: HeadProps) {
  const nothing: { suggestion: null; evidence: readonly EvidenceText[] } = { suggestion: null, evidence: [] };
  if (count < 2 && !isLoading)
    return <VerdictStrip kind="fact" headline={words.alone} subject={words.aloneWhy} {...nothing} actions={children} />;
  if (isLoading || !main)
    return <VerdictStrip kind="fact" headline={words.loading} subject="" {...nothing} actions={children} />;
  const series = labelOfName(main.name);
  const { first } = main;
  if (!first) {
    const [most] = [...main.groups].sort((a, b) => b.compared - a.compared);
    const why = !most
      ? words.oneGroup
      : most.compared === 0
        ? words.apart(series)
        : [words.whyNot(series, words.tests[most.test], most.compared), words.seeds(...most.n)].join(kitMessages.comma);
    return <VerdictStrip kind="fact" headline={words.partNot} subject={why} {...nothing} actions={children} />;
  }
  const earliest = partings.reduce((best, each) =>
    (each.first?.epoch ?? Infinity) < (best.first?.epoch ?? Infinity) ? each : best,
  );
  const { p, test } = first.parting!;
  const limit = number(PARTING_ALPHA / first.compared, 2);
  const reason =
    test === 'not-finite'
      ? words.blewUp(series, first.group.name)
      : words.why(
          series,
          first.group.name,
          words.tests[test],
          p < 1e-12 ? words.small('1e−12') : words.equal(scientific(p)),
          limit,
        );
  const telling = earliest.name === main.name ? '' : words.firstOf(labelOfName(earliest.name), earliest.first!.epoch!);
  return (
    <VerdictStrip
      kind="fact"
      headline={words.part(first.epoch!)}
      subject={[reason, words.seeds(...first.n), telling].filter(Boolean).join(' · ')}
      {...nothing}
      actions={
        <>
          <button type="button" className="kit-ghost" onClick={() => navigate({ epoch: first.epoch! })}>
            {words.goTo(first.epoch!)}
          </button>
          {children}
        </>
      }
    />
  );
}
