import type { NearState } from '../../analysis/states/nearest-states.ts';
import type { StateMatch, Stretch } from '../../analysis/states/state-search.ts';
import type { TensorRef, TensorSource } from './tensor-ref.ts';

/** What a worker needs to look for a pattern of states, and for states near to one. */
export interface SearchInput {
  readonly source: TensorSource;
  /** The states that are searched: [sequence, time, unit]. */
  readonly snapshot: TensorRef;
  /** What ±1 of the states is: units are on above 0.3 of it. */
  readonly limit: number;
  readonly sequence: number;
  /** Timesteps of the pattern, 0-based, both included; null: none was picked. */
  readonly range: Stretch | null;
  /** Timestep whose neighbours are wanted, 0-based; null: none. */
  readonly timestep: number | null;
}

/** A place in the probe: timesteps 0-based. */
export interface FoundStretch extends Omit<StateMatch, 'from' | 'to'> {
  readonly sequence: number;
  readonly from: number;
  readonly to: number;
}

export interface FoundState extends Omit<NearState, 'row'> {
  readonly sequence: number;
  readonly timestep: number;
}

/** Where else units are on together, and which states are near. */
export interface SearchResult {
  /** Units that are on throughout the pattern. */
  readonly units: Int32Array;
  /** Best first, the pattern itself left out. */
  readonly stretches: readonly FoundStretch[];
  /** Nearest first, neighbours in time of the state itself left out. */
  readonly states: readonly FoundState[];
  /** States that were searched. */
  readonly searched: number;
}
