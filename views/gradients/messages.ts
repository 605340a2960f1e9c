import { localized } from '../_kit/language/language.ts';
import { kitMessages } from '../_kit/messages.ts';
import { english, type GradientsWords } from './messages.en.ts';
import { chinese } from './messages.zh.ts';

const { noAlarmAbove, noAlarmBelow } = kitMessages.verdict;

/** Words of the Gradients view. */
export const gradientsMessages = {
  ...localized<GradientsWords>({ en: english, zh: chinese }),
  limits: { noAlarmAbove, noAlarmBelow },
};
