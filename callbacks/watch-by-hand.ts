import { ModelWatch } from './model-watch.ts';
import { givenProbe } from './probe-batch.ts';
import type { StartWatching } from './run.ts';
import { tfOf } from './tfjs-instance.ts';
import { constantLossOf } from './training-data.ts';

/** Watches a model that a custom loop trains: every `log` closes a step, an epoch's end measures the probe. */
export const watchByHand: StartWatching = (session, model, { probe, tf: given, optimizer }) => {
  const tf = tfOf(model, given);
  const batch = probe === undefined ? null : givenProbe(tf, model, probe);
  const watch = new ModelWatch(tf, model, session, optimizer ? { optimizer } : {});
  if (batch) {
    watch.setProbe(batch);
    const [target] = batch.y;
    if (target) {
      const like = { shape: target.shape, size: target.values.length, dataSync: () => target.values };
      watch.setConstantLoss(constantLossOf(model, [like], batch.info.count));
    }
  }
  watch.start();
  watch.lint(null);
  watch.beginEpoch();
  watch.beforeStep();
  return {
    afterStep(loss) {
      watch.afterStep(loss);
      watch.beforeStep();
    },
    endEpoch: (losses, isLast) => watch.endEpoch(losses, isLast),
    trainingEnded: () => watch.trainingEnded(),
    decoded: () => watch.decoded(),
    stop: () => watch.stop(),
  };
};
