import { localized } from '../_kit/language/language.ts';
import type { GuideWords } from '../_kit/view-guide.tsx';
import { english } from './guide.en.ts';
import { chinese } from './guide.zh.ts';

/** How to read the Compare view. */
export const compareGuide = localized<GuideWords>({ en: english, zh: chinese });
