import { useMemo } from 'react';
import type { Example } from '../use-example.ts';
import { classLooks, guessedClasses, trueClasses } from './classes.ts';
import type { PointFacts } from './picture.ts';

/** What is known of the classes of the probe at the epoch that is shown, and the look of each class. */
export function useFacts(
  { targets, output }: Example,
  count: number,
  time: number,
  sequence: number,
  classIndex: number | null,
): PointFacts {
  const guess = useMemo(() => guessedClasses(output, count, time), [output, count, time]);
  const classes = guess?.classes ?? targetClasses(targets);
  const truth = useMemo(() => trueClasses(targets, classes, count, time), [targets, classes, count, time]);
  return useMemo(() => {
    const own = [truth?.of[sequence * time] ?? -1, guess?.of[sequence * time] ?? -1];
    const wanted = classIndex === null ? own : [classIndex, ...own];
    return { truth, guess, looks: classLooks(classes, wanted) };
  }, [truth, guess, classes, classIndex, sequence, time]);
}

/** Width of one-hot targets: the classes there are where the output does not say. */
function targetClasses(targets: Example['targets']): number {
  return targets && targets.info.shape.length > 1 ? (targets.info.shape.at(-1) ?? 0) : 0;
}
