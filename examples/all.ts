import type { Example, ExampleName } from './example.ts';
import { sentiment } from './sentiment/train.ts';
import { speech } from './speech/train.ts';
import { translation } from './translation/train.ts';

/** Every example by its name. */
export const examples: { readonly [name in ExampleName]: Example } = { sentiment, translation, speech };
