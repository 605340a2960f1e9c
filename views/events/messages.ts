import { localized } from '../_kit/language/language.ts';
import { type EventsWords, english } from './messages.en.ts';
import { chinese } from './messages.zh.ts';

/** Words of the Events view. */
export const eventsMessages = localized<EventsWords>({ en: english, zh: chinese });
