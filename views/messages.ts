import { frameMessages } from './_kit/frame-messages.ts';
import { kitMessages } from './_kit/messages.ts';
import { attentionMessages } from './attention/messages.ts';
import { compareMessages } from './compare/messages.ts';
import { eventsMessages } from './events/messages.ts';
import { gradientsMessages } from './gradients/messages.ts';
import { overviewMessages } from './overview/messages.ts';
import { runsMessages } from './runs/messages.ts';
import { saliencyMessages } from './saliency/messages.ts';
import { statesMessages } from './states/messages.ts';

/**
 * Every word a person reads, by view. A view keeps its own in `views/<view>/messages.ts` (plain strings, and functions
 * where a value goes in); another language is another object of the same type.
 */
export const messages = {
  kit: kitMessages,
  frame: frameMessages,
  runs: runsMessages,
  overview: overviewMessages,
  states: statesMessages,
  gradients: gradientsMessages,
  saliency: saliencyMessages,
  attention: attentionMessages,
  compare: compareMessages,
  events: eventsMessages,
} as const;

export type Messages = typeof messages;
