'use client';
import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from 'react';
import type { ViewName } from '../../lib/client/page-state.ts';
import type { View } from '../../views/_kit/view-props.ts';
import { mountView } from './mount-view.tsx';

/** Views that can be shown beside another one: all but the list of runs. */
export type BesideName = Exclude<ViewName, 'runs'>;

/** A view that is fetched when it is first shown beside another. */
function later(load: () => Promise<View>): LazyExoticComponent<ComponentType> {
  return lazy(async () => ({ default: mountView(await load()) }));
}

const BESIDE: { readonly [name in BesideName]: LazyExoticComponent<ComponentType> } = {
  overview: later(async () => (await import('../../views/overview/overview-view.tsx')).OverviewView),
  gradients: later(async () => (await import('../../views/gradients/gradients-view.tsx')).GradientsView),
  states: later(async () => (await import('../../views/states/states-view.tsx')).StatesView),
  attention: later(async () => (await import('../../views/attention/attention-view.tsx')).AttentionView),
  saliency: later(async () => (await import('../../views/saliency/saliency-view.tsx')).SaliencyView),
  events: later(async () => (await import('../../views/events/events-view.tsx')).EventsView),
  compare: later(async () => (await import('../../views/compare/compare-view.tsx')).CompareView),
};

/** The view beside the one of the route: the same page state, so the same playhead and cursors. */
export function Beside({ name }: { readonly name: BesideName }) {
  const View = BESIDE[name];
  return (
    <Suspense fallback={null}>
      <View />
    </Suspense>
  );
}
