const MOMENTUM = 0.8;
const GAIN_UP = 0.2;
const GAIN_DOWN = 0.8;
const LEAST_GAIN = 0.01;
/** No point moves further in one step. */
const LONGEST_STEP = 5;

/** What gradient descent remembers from one step to the next. */
export interface Descent {
  readonly velocity: Float64Array;
  readonly gains: Float64Array;
}

export function startDescent(coordinates: number): Descent {
  return { velocity: new Float64Array(coordinates), gains: new Float64Array(coordinates).fill(1) };
}

/**
 * One step of gradient descent with momentum 0.8 and a gain per coordinate (+0.2 while the sign holds, ×0.8 after it
 * turned, never below 0.01), afterwards centred. The gradient is exaggeration·pull − push/Z: a quarter of the true one,
 * which the rate makes up for. Changes `layout` and the descent in place.
 */
export function descend(
  { velocity, gains }: Descent,
  layout: Float64Array,
  dimensions: 2 | 3,
  pull: Float64Array,
  push: Float64Array,
  { exaggeration, z, rate }: { readonly exaggeration: number; readonly z: number; readonly rate: number },
): void {
  for (let i = 0; i < layout.length; i++) {
    const gradient = exaggeration * pull[i]! - push[i]! / z;
    const turned = velocity[i]! * gradient > 0;
    const gain = turned ? Math.max(LEAST_GAIN, gains[i]! * GAIN_DOWN) : gains[i]! + GAIN_UP;
    gains[i] = gain;
    velocity[i] = MOMENTUM * velocity[i]! - rate * gain * gradient;
  }
  shorten(velocity, dimensions);
  for (let i = 0; i < layout.length; i++) layout[i]! += velocity[i]!;
  centre(layout, dimensions);
}

function shorten(velocity: Float64Array, dimensions: number): void {
  for (let i = 0; i < velocity.length; i += dimensions) {
    let square = 0;
    for (let k = 0; k < dimensions; k++) square += velocity[i + k]! ** 2;
    if (square <= LONGEST_STEP ** 2) continue;
    const scale = LONGEST_STEP / Math.sqrt(square);
    for (let k = 0; k < dimensions; k++) velocity[i + k]! *= scale;
  }
}

function centre(layout: Float64Array, dimensions: number): void {
  const points = layout.length / dimensions;
  for (let k = 0; k < dimensions; k++) {
    let mean = 0;
    for (let i = k; i < layout.length; i += dimensions) mean += layout[i]!;
    mean /= points;
    for (let i = k; i < layout.length; i += dimensions) layout[i]! -= mean;
  }
}
