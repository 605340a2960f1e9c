import type * as TensorFlow from '@tensorflow/tfjs';
import { attention } from 'unrolled/callbacks';
import type { Vocabularies } from './vocabulary.ts';

const EMBEDDING = 32;
/** Name of the attention layer. */
export const ATTENTION = 'attention';

export interface TranslatorSettings {
  /** Of encoder and decoder each. */
  readonly units: number;
  readonly rate: number;
  /** Whether the encoder leaves out padding, and the attention with it. */
  readonly maskSource: boolean;
  readonly seed: number;
}

type Symbolic = TensorFlow.SymbolicTensor;

/**
 * Encoder and decoder with attention between (Luong et al. 2015): English tokens → LSTM; its last state begins a second
 * LSTM over the Chinese said so far, whose every step looks back at all of the encoder's; both together say the next
 * character. Inputs are [source, given], both [sequence, step] of token numbers; output is [sequence, step, character].
 */
export function translator(
  tf: typeof TensorFlow,
  { source, target, sourceSteps, targetSteps }: Vocabularies,
  { units, rate, maskSource, seed }: TranslatorSettings,
): TensorFlow.LayersModel {
  const english = tf.input({ shape: [sourceSteps], name: 'english' });
  const given = tf.input({ shape: [targetSteps], name: 'chinese' });
  const embedding = (name: string, inputDim: number, maskZero: boolean) =>
    tf.layers.embedding({
      name,
      inputDim,
      outputDim: EMBEDDING,
      maskZero,
      embeddingsInitializer: tf.initializers.randomUniform({ minval: -0.05, maxval: 0.05, seed }),
    });
  const lstm = (name: string, returnState: boolean) =>
    tf.layers.lstm({
      name,
      units,
      returnSequences: true,
      returnState,
      unitForgetBias: true,
      recurrentActivation: 'sigmoid',
      kernelInitializer: tf.initializers.glorotUniform({ seed }),
      recurrentInitializer: tf.initializers.orthogonal({ seed }),
    });
  const [states, ...last] = lstm('encoder', true).apply(
    embedding('english_words', source.tokens.length, maskSource).apply(english) as Symbolic,
  ) as Symbolic[];
  const decoded = lstm('decoder', false).apply(
    embedding('chinese_characters', target.tokens.length, true).apply(given) as Symbolic,
    { initialState: last } as never,
  ) as Symbolic;
  const context = attention({ score: 'general', seed, name: ATTENTION }, { tf }).apply([decoded, states!]) as Symbolic;
  const both = tf.layers.concatenate({ name: 'state_and_context' }).apply([decoded, context]) as Symbolic;
  const said = tf.layers
    .dense({
      name: 'next_character',
      units: target.tokens.length,
      activation: 'softmax',
      kernelInitializer: tf.initializers.glorotUniform({ seed }),
    })
    .apply(both) as Symbolic;
  const model = tf.model({ inputs: [english, given], outputs: said });
  model.compile({ optimizer: tf.train.adam(rate), loss: 'categoricalCrossentropy' });
  return model;
}
