import { expect, test } from 'vitest';
import type { SaliencyMap } from '../model/saliency/map.ts';
import type { SaliencyOptions } from '../model/saliency/request.ts';
import type { StoredTensor } from '../protocol/delta.ts';
import { pack } from '../protocol/packet.ts';
import { decodeMap, encodeMap, type MapSubject, mapName } from './kept-maps.ts';
import type { SavedWeights } from './saved-model.ts';

const tensor = (id: number, name: string) => ({ id, name }) as StoredTensor;

function subject(changed: Partial<MapSubject> = {}): MapSubject {
  const model = { topology: tensor(1, 'model_topology'), unknownClasses: [], epochs: [] };
  return { runId: 'r', tensors: [tensor(2, 'probe_x'), tensor(3, 'probe_y')], model, sequence: 0, ...changed };
}

const weights = (...ids: readonly number[]): SavedWeights => ({
  ...{ epoch: 4, reason: 'budget', isHalf: false },
  tensors: ids.map((id) => tensor(id, 'weight')),
});

const MAP: SaliencyMap = {
  ...{ method: 'integrated-gradients', baseline: 'zero', scope: 'embedding', space: 'logit', shape: [1, 3, 2] },
  values: Float32Array.of(0.1, -2, 3.5, 0, Number.NaN, Number.NaN),
  ...{ classes: [2], steps: null, scores: [1.25], baselineScores: [Number.NaN], completeness: [0.01], points: [50] },
};

test('a map is read as it was kept, gaps and numbers that are none included', () => {
  expect(decodeMap(encodeMap(MAP))).toEqual(MAP);
});

test('what is no map is refused', () => {
  const bytes = encodeMap(MAP);
  const { values, ...head } = MAP;
  const raw = new Uint8Array(values.buffer);
  const others = [bytes.subarray(0, 20), pack({}, []), pack({ ...head, shape: [1, 3, 3] }, [raw])];
  for (const other of [...others, pack({ ...head, classes: [] }, [raw])]) {
    expect(() => decodeMap(other)).toThrow(expect.objectContaining({ name: 'UnrolledError' }));
  }
});

test('a name changes with everything the map depends on, and with nothing else', () => {
  const options: SaliencyOptions = { method: 'smooth-grad', target: { class: 1 } };
  const of = (...[about, own, asked]: Partial<Parameters<typeof mapName>>) =>
    JSON.stringify(mapName(about ?? subject(), own ?? weights(10, 11), asked ?? options));
  const others = [
    of(subject({ runId: 'another' })),
    of(subject({ sequence: 1 })),
    of(subject({ model: { ...subject().model, topology: tensor(9, 'model_topology') } })),
    of(subject({ tensors: [tensor(8, 'probe_x'), tensor(3, 'probe_y')] })),
    of(subject({ tensors: [tensor(2, 'probe_x'), tensor(8, 'probe_y')] })),
    of(undefined, weights(10, 12)),
    of(undefined, undefined, { ...options, method: 'gradient' }),
    of(undefined, undefined, { ...options, target: { class: 2 } }),
    of(undefined, undefined, { ...options, target: { step: 1 } }),
    of(undefined, undefined, { ...options, seed: 2 }),
    of(undefined, undefined, { ...options, samples: 50 }),
  ];
  expect(new Set([of(), ...others]).size).toBe(others.length + 1);
  expect(of(undefined, undefined, { ...options, seed: 1, samples: 25, noise: 0.15 })).toBe(of());
  expect(of(subject({ tensors: [tensor(3, 'probe_y'), tensor(7, 'state_h'), tensor(2, 'probe_x')] }))).toBe(of());
});
