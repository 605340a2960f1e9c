import { localized } from '../../_kit/language/language.ts';
import { english, type TrajectoryWords } from './trajectory-messages.en.ts';
import { chinese } from './trajectory-messages.zh.ts';

/** Words of the trajectory panel. */
export const trajectoryMessages = localized<TrajectoryWords>({ en: english, zh: chinese });
