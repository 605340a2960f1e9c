import type * as TensorFlow from '@tensorflow/tfjs';
import { idTensor } from './tensors.ts';
import { END, type Ids, PADDING, START, type Vocabularies } from './vocabulary.ts';

/**
 * Greedy decoding: from the start on, each step's likeliest character is what the next step is given, until the end or
 * the longest sentence there is. Returns the characters of each sentence, without the end.
 */
export async function decode(
  tf: typeof TensorFlow,
  model: TensorFlow.LayersModel,
  source: Ids,
  { target, targetSteps }: Vocabularies,
): Promise<string[][]> {
  const { rows } = source;
  const [start, end] = [target.idOf(START), target.idOf(END)];
  const given = { ids: new Int32Array(rows * targetSteps).fill(PADDING), rows, steps: targetSteps };
  const said: string[][] = Array.from({ length: rows }, () => []);
  const going = new Set(said.keys());
  for (const row of going) given.ids[row * targetSteps] = start;
  for (let step = 0; step < targetSteps && going.size > 0; step++) {
    const likeliest = await likeliestAt(tf, model, [source, given], step);
    for (const row of going) {
      const id = likeliest[row]!;
      if (id === end || id === start || id === PADDING) {
        going.delete(row);
        continue;
      }
      said[row]!.push(target.tokens[id]!);
      if (step + 1 < targetSteps) given.ids[row * targetSteps + step + 1] = id;
    }
  }
  return said;
}

/** Number of the likeliest token of every sentence at one step. */
async function likeliestAt(
  tf: typeof TensorFlow,
  model: TensorFlow.LayersModel,
  inputs: readonly [Ids, Ids],
  step: number,
): Promise<ArrayLike<number>> {
  const ids = tf.tidy(() => {
    const x = inputs.map((each) => idTensor(tf, each));
    const said = model.predict(x, { batchSize: inputs[0].rows }) as TensorFlow.Tensor3D;
    return said.slice([0, step, 0], [-1, 1, -1]).argMax(-1).reshape([-1]);
  });
  const values = await ids.data();
  ids.dispose();
  return values;
}
