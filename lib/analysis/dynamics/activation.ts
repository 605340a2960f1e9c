/** An activation of tfjs, elementwise, with its slope told by its value: no pre-activation is needed for a Jacobian. */
export interface Activation {
  apply(x: number): number;
  /** f′(x) where f(x) is `value`. */
  slope(value: number): number;
}

/**
 * By the name that tfjs serialises; null for one that is not known here. hardSigmoid is clip(0.2 x + 0.5, 0, 1), with
 * slope 0 at its ends. Checked against PyTorch's autograd (scripts/reference/dynamics.py).
 */
export function activationOf(name: string): Activation | null {
  switch (name) {
    case 'tanh':
      return { apply: Math.tanh, slope: (value) => 1 - value * value };
    case 'sigmoid':
      return { apply: (x) => 1 / (1 + Math.exp(-x)), slope: (value) => value * (1 - value) };
    case 'hardSigmoid':
      return {
        apply: (x) => Math.min(1, Math.max(0, 0.2 * x + 0.5)),
        slope: (value) => (value > 0 && value < 1 ? 0.2 : 0),
      };
    case 'relu':
      return { apply: (x) => Math.max(0, x), slope: (value) => (value > 0 ? 1 : 0) };
    case 'linear':
      return { apply: (x) => x, slope: () => 1 };
    default:
      return null;
  }
}
