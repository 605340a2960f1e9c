import { chartCode } from '../../../lib/client/chart-code.ts';
import { SERIES } from '../../../lib/protocol/record.ts';
import { type SectionName, type SeriesChart, TOPICS } from '../../_kit/series/series-chart.ts';

/** Charts that stand together. */
export interface Section {
  readonly name: SectionName;
  /** The same in a link. */
  readonly code: string;
  readonly charts: readonly SeriesChart[];
}

/** Charts by section: metrics first, what scripts named in the order it came, then what Unrolled measures by itself. */
export function sectionsOf(charts: readonly SeriesChart[]): readonly Section[] {
  const found = new Map<string, { name: SectionName; charts: SeriesChart[] }>();
  for (const chart of charts) {
    const key = keyOf(chart.section);
    const section = found.get(key);
    if (section) section.charts.push(chart);
    else found.set(key, { name: chart.section, charts: [chart] });
  }
  return [...found]
    .map(([key, { name, charts: of }]) => ({ name, code: chartCode(key), charts: lossFirst(of) }))
    .sort((a, b) => placeOf(a.name) - placeOf(b.name));
}

/** What is looked at first stands first, whatever was logged before it. */
function lossFirst(charts: readonly SeriesChart[]): readonly SeriesChart[] {
  const isLoss = ({ name }: SeriesChart) => Number(name === SERIES.loss);
  return charts.toSorted((a, b) => isLoss(b) - isLoss(a));
}

/** A prefix that is called like a topic is another section. */
const keyOf = ({ topic, prefix }: SectionName): string => (topic === undefined ? `${prefix}/` : `:${topic}`);

function placeOf({ topic }: SectionName): number {
  if (topic === undefined) return 0.5;
  return TOPICS.indexOf(topic);
}

/**
 * Charts in the order they were seen: what is new stands behind what was there, so that nothing moves under the eyes of
 * whoever looks. `seen` grows in place.
 */
export function inSeenOrder(charts: readonly SeriesChart[], seen: Map<string, number>): readonly SeriesChart[] {
  for (const { name } of charts) if (!seen.has(name)) seen.set(name, seen.size);
  return charts.toSorted((a, b) => seen.get(a.name)! - seen.get(b.name)!);
}
