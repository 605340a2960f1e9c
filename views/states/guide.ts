import { localized } from '../_kit/language/language.ts';
import type { GuideWords } from '../_kit/view-guide.tsx';
import { english } from './guide.en.ts';
import { chinese } from './guide.zh.ts';

/** What the States view says of itself. */
export const statesGuide = localized<GuideWords>({ en: english, zh: chinese });
