'use client';
import { useMemo } from 'react';
import { ALIGNMENTS, type PageState } from '../../lib/client/page-state.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import { SERIES } from '../../lib/protocol/record.ts';
import { number } from '../_kit/numbers.ts';
import { Panel } from '../_kit/panel.tsx';
import { Segmented } from '../_kit/segmented.tsx';
import { usePlayhead } from '../_kit/state/playhead.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';
import { useRuns } from '../_kit/state/use-runs.ts';
import { ViewGuide } from '../_kit/view-guide.tsx';
import type { Navigate, ViewProps } from '../_kit/view-props.ts';
import { compareGuide } from './guide.ts';
import { compareMessages as words } from './messages.ts';
import { ConfigPanel } from './panels/config-panel.tsx';
import { FirstPanel } from './panels/first-panel.tsx';
import { LinesPanel } from './panels/lines-panel.tsx';
import { groupsOf, hasSeeds } from './select/groups.ts';
import { groupLines, partings, type SeriesKey, type SeriesParting, seriesKeys } from './select/series.ts';
import { seriesName } from './select/series-name.ts';

/** Series by which runs are held against each other, where they have them. */
const JUDGED: readonly string[] = [
  SERIES.loss,
  SERIES.globalGradientNorm,
  SERIES.memoryHorizon,
  SERIES.updateRatio,
  SERIES.saturated,
];

const whole = (state: PageState) => state;

/** Several runs on one page: what was set differently, how they went, and from where on they part. */
export function CompareView({ runs, focus, navigate }: ViewProps) {
  const states = useRuns(useMemo(() => runs.map(({ info }) => info.id), [runs]));
  const version = states.map(({ data, revision }) => `${data?.info.id} ${revision}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place, `version` says that one did
  const datas = useMemo(() => states.flatMap(({ data }): RunData[] => (data ? [data] : [])), [version]);
  const own = datas.find(({ info }) => info.id === focus?.info.id) ?? datas[0];
  if (runs.length < 2 || !own || datas.length < 2) {
    return (
      <div className="kit-view">
        <div className="kit-sheet">
          <Panel
            title={words.config.title}
            state={runs.length < 2 ? { kind: 'empty', sentence: words.few } : { kind: 'loading' }}
          />
        </div>
      </div>
    );
  }
  return <OfRuns {...{ datas, version, navigate }} focus={own} />;
}

interface OfRunsProps {
  readonly datas: readonly RunData[];
  readonly version: string;
  readonly focus: RunData;
  readonly navigate: Navigate;
}

function OfRuns({ datas, version, focus, navigate }: OfRunsProps) {
  const page = usePageState(whole);
  const epoch = usePlayhead(focus);
  const pinned = datas.findIndex(({ info }) => info.id === page.referenceRun);
  const reference = Math.max(0, pinned);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place, `version` says that one did
  const groups = useMemo(() => groupsOf(datas, page.isFolded), [datas, version, page.isFolded]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const keys = useMemo(() => seriesKeys(datas), [datas, version]);
  const chosen = [0, 1].map((index) => chosenKey(keys, page.compared[index] ?? null, index));
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const lines = useMemo(
    () => chosen.map((key) => (key ? groupLines(groups, key.key, page.align, page.band) : [])),
    [groups, version, chosen[0]?.key, chosen[1]?.key, page.align, page.band],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const found = useMemo(() => {
    const own = groups.find((group) => group.runs.includes(datas[reference]!))!;
    const judged = keys.filter(({ name, subset }) => JUDGED.includes(name) || subset === 'val');
    return partings(
      own,
      groups.filter((group) => group !== own),
      judged,
    );
  }, [groups, keys, version, reference]);
  const isLog = (key: SeriesKey) =>
    page.rescaled.includes(key.key) !==
    (key.name !== SERIES.memoryHorizon && key.name !== 'acc' && key.name !== 'accuracy');
  return (
    <div className="kit-view">
      <section className="compare-head">
        <PartingSentence found={found} navigate={navigate} />
        <div className="compare-controls">
          {hasSeeds(datas) ? (
            <Segmented
              label={words.seeds}
              choices={[
                { value: 'folded', label: words.fold.folded },
                { value: 'apart', label: words.fold.apart },
              ]}
              value={page.isFolded ? 'folded' : 'apart'}
              onChange={(value) => navigate({ isFolded: value === 'folded' })}
            />
          ) : null}
          <span className="kit-hide-small">{words.align}</span>
          <Segmented
            label={words.align}
            choices={ALIGNMENTS.map((value) => ({ value, label: words.alignments[value] }))}
            value={page.align}
            onChange={(align) => navigate({ align })}
          />
          <ViewGuide view="compare" words={compareGuide} navigate={navigate} />
        </div>
      </section>
      <div className="kit-sheet compare-sheet">
        <div className="kit-column compare-left">
          <ConfigPanel runs={datas} reference={reference} isAll={page.allSettings} navigate={navigate} />
          <FirstPanel found={found} navigate={navigate} />
        </div>
        <div className="kit-column compare-right">
          {chosen.map((key, index) =>
            key ? (
              <LinesPanel
                // biome-ignore lint/suspicious/noArrayIndexKey: two places, whatever series stands in them
                key={index}
                {...{ keys, focus, epoch, navigate }}
                chosen={key}
                lines={lines[index]!}
                runs={datas}
                align={page.align}
                band={page.band}
                log={isLog(key)}
                onChoose={(value) =>
                  navigate({ compared: index === 0 ? [value, page.compared[1]] : [page.compared[0], value] })
                }
                onLog={() =>
                  navigate({
                    rescaled: page.rescaled.includes(key.key)
                      ? page.rescaled.filter((each) => each !== key.key)
                      : [...page.rescaled, key.key],
                  })
                }
              />
            ) : null,
          )}
        </div>
      </div>
    </div>
  );
}

/** The series of a place: as chosen, else the first for the upper one, the gradient norm or the next for the lower. */
function chosenKey(keys: readonly SeriesKey[], wanted: string | null, place: number): SeriesKey | undefined {
  const given = keys.find(({ key }) => key === wanted);
  if (given) return given;
  if (place === 0) return keys[0];
  return keys.find(({ name }) => name === SERIES.globalGradientNorm) ?? keys[1];
}

/** "Runs part at epoch 4", by what, and how that was tested. */
function PartingSentence({
  found,
  navigate,
}: {
  readonly found: readonly SeriesParting[];
  readonly navigate: Navigate;
}) {
  const say = words.parting;
  const first = found.find(({ result }) => result.parting !== null);
  const parting = first?.result.parting;
  if (!first || !parting) {
    const epochs = Math.max(0, ...found.map(({ result }) => result.compared));
    return (
      <p>
        <b>{found.length === 0 ? say.nothing : say.none}</b>
        {found.length === 0 ? null : <span>{say.compared(new Set(found.map(({ key }) => key.key)).size, epochs)}</span>}
      </p>
    );
  }
  const epoch = parting.at + 1;
  const text =
    parting.test === 'not-finite'
      ? say.notFinite(seriesName(first.key), first.group.name)
      : say.by(seriesName(first.key), first.group.name, say.tests[parting.test], number(parting.p));
  return (
    <p>
      <b>{say.first(epoch)}</b>
      <span title={text}>{text}</span>
      <button type="button" className="kit-button" onClick={() => navigate({ epoch })}>
        {say.go(epoch)}
      </button>
    </p>
  );
}
