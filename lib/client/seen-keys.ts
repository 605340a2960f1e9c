const OF_A_RUN: readonly string[] = ['overview', 'gradients', 'states', 'attention', 'saliency', 'compare'];
const CURVES: readonly string[] = ['overview', 'gradients'];

/** Parameters of a link that only some views show; all others every view does. A new one is shown by all until it is listed here. */
const SHOWN_BY: { readonly [key: string]: readonly string[] } = {
  ...keys('f s g c in', ['runs']),
  ...keys('ek ev er en ee', ['events']),
  ...keys('x xlog cut', CURVES),
  ...keys('y smooth zoom', [...CURVES, 'compare']),
  ...keys('sheet', ['overview']),
  ...keys('metric signal', ['overview summary']),
  ...keys('find shut cols ylog', ['overview series']),
  ...keys('pins', ['overview']),
  ...keys('own', ['overview', 'gradients']),
  ...keys('t layer q unit seq window', OF_A_RUN),
  ...keys('weight', ['gradients', 'compare']),
  ...keys('scale show of loss', ['gradients']),
  ...keys('gate', ['gradients', 'states']),
  ...keys('proj dim turn perp by paths order concept range low side', ['states']),
  ...keys('ref', ['states', 'attention']),
  ...keys('method map', ['saliency']),
  ...keys('class', ['saliency', 'states']),
  ...keys('head target', ['saliency', 'attention', 'compare']),
  ...keys('as', ['attention']),
  ...keys('colours', ['attention', 'compare']),
  ...keys('pin fold band y1 y2 cfg below sx sy pa pb pi pc so sa', ['compare']),
};

/** Of those the Compare view shows the ones that only some of what it shows below its curves needs. */
const SHOWN_BELOW: { readonly [key: string]: readonly string[] } = {
  ...keys('t unit seq', ['flow', 'states', 'attention']),
  ...keys('q', ['flow', 'states', 'cka']),
  ...keys('head target', ['attention']),
  ...keys('colours', ['attention', 'cka']),
  ...keys('sx sy', ['scatter']),
  ...keys('pa pb pi pc', ['parallel']),
  ...keys('so sa weight', ['spread']),
};

function keys(names: string, views: readonly string[]): { readonly [key: string]: readonly string[] } {
  return Object.fromEntries(names.split(' ').map((name) => [name, views]));
}

/** Whether what a parameter says can be seen in one of the views; `below`: what the Compare view shows below its curves. */
export function isSeen(key: string, views: readonly (string | null)[], below: string): boolean {
  const shownBy = SHOWN_BY[key];
  const isBelow = SHOWN_BELOW[key]?.includes(below) ?? true;
  return shownBy === undefined || shownBy.some((view) => views.includes(view) && (view !== 'compare' || isBelow));
}
