import { besideOf, type ViewName } from '../../lib/client/page-state.ts';
import type { IconName } from '../../views/_kit/icons.tsx';
import { messages } from '../../views/messages.ts';

/** A view in the left nav. `key`: the letter after G that leads there. */
export interface NavItem {
  readonly view: ViewName;
  readonly icon: IconName;
  readonly label: string;
  readonly key: string;
}

/** The views there are; a new one adds its line here. */
export const NAV_ITEMS: readonly NavItem[] = [
  { view: 'runs', icon: 'runs', label: messages.frame.nav.runs, key: 'r' },
  { view: 'overview', icon: 'overview', label: messages.frame.nav.overview, key: 'o' },
  { view: 'gradients', icon: 'gradients', label: messages.frame.nav.gradients, key: 'g' },
  { view: 'states', icon: 'states', label: messages.frame.nav.states, key: 's' },
  { view: 'attention', icon: 'attention', label: messages.frame.nav.attention, key: 'a' },
  { view: 'saliency', icon: 'saliency', label: messages.frame.nav.saliency, key: 'y' },
  { view: 'compare', icon: 'compare', label: messages.frame.nav.compare, key: 'c' },
  { view: 'events', icon: 'events', label: messages.frame.nav.events, key: 'e' },
];

/** What stands beside `view` after one was asked to: that one, or nothing where it stood there already. */
export function besideToggled(view: ViewName, beside: ViewName | null, asked: ViewName): ViewName | null {
  return asked === beside ? null : (besideOf(view, asked) ?? beside);
}
