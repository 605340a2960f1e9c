import type { JsonObject } from '../../protocol/json.ts';
import { normalName } from '../verdicts/remedy-layers.ts';
import type { Finding, LintFacts } from './finding.ts';

/** What the last layer does to its output, as far as its settings tell. */
interface Output {
  readonly path: string;
  readonly activation: string;
  readonly units: number | null;
}

/** Losses that need another output than the model has. Says nothing where the last layer is no Dense. */
export function lossFindings(facts: LintFacts): Finding[] {
  const output = outputOf(facts);
  if (output === null) return [];
  const { path, activation, units } = output;
  const finding = (id: string, message: string, code: string): Finding[] => [
    { id, layer: path, message: `${path}: ${message}`, code, level: 'warning' },
  ];
  const loss = facts.model.loss ?? '';
  const isCategorical = loss === 'categoricalCrossentropy' || loss === 'sparseCategoricalCrossentropy';
  if (isCategorical && units === 1) {
    const message = `${loss} over a single output is 0 whatever the network says`;
    return finding('one-class', message, `loss: 'binaryCrossentropy'`);
  }
  if (isCategorical && activation === 'linear') {
    const message = `${loss} needs probabilities, and the output has no softmax`;
    return finding('missing-softmax', message, `activation: 'softmax'`);
  }
  if (isCategorical && activation === 'sigmoid') {
    const message = `${loss} needs probabilities that sum to 1, and sigmoid outputs do not`;
    return finding('sigmoid-for-classes', message, `activation: 'softmax'`);
  }
  if (loss === 'binaryCrossentropy' && activation === 'linear') {
    const message = 'binaryCrossentropy needs probabilities, and the output has no sigmoid';
    return finding('missing-sigmoid', message, `activation: 'sigmoid'`);
  }
  if (loss === 'binaryCrossentropy' && activation === 'softmax' && units === 1) {
    const message = 'a softmax over a single output is 1 whatever the network says';
    return finding('one-class', message, `activation: 'sigmoid'`);
  }
  return [];
}

function outputOf({ model, outputLayer }: LintFacts): Output | null {
  const layer = model.layers.find(({ path }) => path === outputLayer);
  if (layer === undefined) return null;
  const config = layer.className === 'TimeDistributed' ? innerDense(layer.config) : layer.config;
  if (config === null || !(layer.className === 'Dense' || layer.className === 'TimeDistributed')) return null;
  const activation = config.activation === undefined || config.activation === null ? 'linear' : config.activation;
  const units = typeof config.units === 'number' ? config.units : null;
  return { path: layer.path, activation: normalName(activation), units };
}

function innerDense({ layer }: JsonObject): JsonObject | null {
  const inner = layer as { readonly className?: unknown; readonly config?: unknown } | null | undefined;
  const name = inner?.className;
  return name === 'Dense' && typeof inner?.config === 'object' ? (inner.config as JsonObject) : null;
}
