import { english, type FrameWords } from './frame-messages.en.ts';
import { chinese } from './frame-messages.zh.ts';
import { localized } from './language/language.ts';

/** Words of the frame: top bar, nav, timeline. */
export const frameMessages = localized<FrameWords>({ en: english, zh: chinese });
