import { type FourierPlan, fourierPlan } from './fourier.ts';
import { splineSpectrum } from './spline.ts';

/** The sum of a kernel over all charges of a mesh, at every node. */
export interface MeshConvolution {
  /** Nodes on a side (even). */
  readonly nodes: number;
  /** Distance between nodes. */
  readonly step: number;
  /** Writes the potential [nodes × nodes] of the charges [nodes × nodes], and returns their Σ charge·potential. */
  apply(charges: Float64Array, potential: Float64Array): number;
}

/** What a mesh of one size needs; kept while only its step and kernel change. */
export interface MeshWorkspace {
  readonly plan: FourierPlan;
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** The half spectrum of rows, by frequency: [nodes + 1][nodes]. */
  readonly rowsRe: Float64Array;
  readonly rowsIm: Float64Array;
  /** Spectrum of the kernel, of which one quadrant says all: [nodes + 1][nodes + 1]. */
  readonly kernel: Float64Array;
}

export function meshWorkspace(nodes: number): MeshWorkspace {
  const half = (nodes + 1) * nodes;
  return {
    plan: fourierPlan(2 * nodes),
    re: new Float64Array(2 * nodes),
    im: new Float64Array(2 * nodes),
    rowsRe: new Float64Array(half),
    rowsIm: new Float64Array(half),
    kernel: new Float64Array((nodes + 1) * (nodes + 1)),
  };
}

/**
 * Convolution with a kernel of the squared distance by Fourier transforms of twice the size (so that nothing wraps
 * around), for charges that were spread, and a potential that will be read, by cubic B-splines: both are undone in the
 * spectrum. Writes over the workspace's kernel; two rows, being real, share one complex transform.
 * Checked: plain sums (mesh-repulsion.test.ts).
 */
export function meshConvolution(
  workspace: MeshWorkspace,
  nodes: number,
  step: number,
  kernel: (square: number) => number,
): MeshConvolution {
  fillKernel(workspace, nodes, (across, down) => kernel(step * step * (across * across + down * down)));
  return {
    nodes,
    step,
    apply(charges, potential) {
      rowsForward(workspace, nodes, charges);
      const energy = columnsThroughKernel(workspace, nodes);
      rowsBack(workspace, nodes, potential);
      return energy;
    },
  };
}

function fillKernel(
  { plan, re, im, kernel }: MeshWorkspace,
  nodes: number,
  kernelAt: (across: number, down: number) => number,
): void {
  const size = 2 * nodes;
  const width = nodes + 1;
  for (let r = 0; r <= nodes; r += 2) {
    for (let i = 0; i <= nodes; i++) {
      re[i] = kernelAt(i, r);
      im[i] = kernelAt(i, r + 1);
      if (i > 0 && i < nodes) {
        re[size - i] = re[i]!;
        im[size - i] = im[i]!;
      }
    }
    plan.forward(re, im);
    for (let k = 0; k <= nodes; k++) {
      kernel[k * width + r] = re[k]!;
      if (r < nodes) kernel[k * width + r + 1] = im[k]!;
    }
  }
  for (let k = 0; k <= nodes; k++) {
    const row = k * width;
    for (let j = 0; j <= nodes; j++) {
      re[j] = kernel[row + j]!;
      if (j > 0 && j < nodes) re[size - j] = re[j]!;
    }
    im.fill(0);
    plan.forward(re, im);
    const across = 1 / (splineSpectrum(k, size) * size) ** 2;
    for (let j = 0; j <= nodes; j++) kernel[row + j] = (re[j]! * across) / splineSpectrum(j, size) ** 2;
  }
}

function rowsForward({ plan, re, im, rowsRe, rowsIm }: MeshWorkspace, nodes: number, charges: Float64Array): void {
  const size = 2 * nodes;
  for (let r = 0; r < nodes; r += 2) {
    for (let i = 0; i < nodes; i++) {
      re[i] = charges[r * nodes + i]!;
      im[i] = charges[(r + 1) * nodes + i]!;
    }
    re.fill(0, nodes);
    im.fill(0, nodes);
    plan.forward(re, im);
    for (let k = 0; k <= nodes; k++) {
      const mirror = k === 0 ? 0 : size - k;
      const at = k * nodes + r;
      rowsRe[at] = 0.5 * (re[k]! + re[mirror]!);
      rowsIm[at] = 0.5 * (im[k]! - im[mirror]!);
      rowsRe[at + 1] = 0.5 * (im[k]! + im[mirror]!);
      rowsIm[at + 1] = 0.5 * (re[mirror]! - re[k]!);
    }
  }
}

function columnsThroughKernel({ plan, re, im, rowsRe, rowsIm, kernel }: MeshWorkspace, nodes: number): number {
  const size = 2 * nodes;
  let energy = 0;
  for (let k = 0; k <= nodes; k++) {
    const at = k * nodes;
    for (let i = 0; i < nodes; i++) {
      re[i] = rowsRe[at + i]!;
      im[i] = rowsIm[at + i]!;
    }
    re.fill(0, nodes);
    im.fill(0, nodes);
    plan.forward(re, im);
    let column = 0;
    const row = k * (nodes + 1);
    for (let j = 0; j < size; j++) {
      const weight = kernel[row + (j <= nodes ? j : size - j)]!;
      const a = re[j]!;
      const b = im[j]!;
      column += weight * (a * a + b * b);
      re[j] = a * weight;
      im[j] = b * weight;
    }
    // the other half of the spectrum mirrors this one
    energy += k === 0 || k === nodes ? column : 2 * column;
    plan.forward(im, re);
    for (let i = 0; i < nodes; i++) {
      rowsRe[at + i] = re[i]!;
      rowsIm[at + i] = im[i]!;
    }
  }
  return energy;
}

function rowsBack({ plan, re, im, rowsRe, rowsIm }: MeshWorkspace, nodes: number, potential: Float64Array): void {
  const size = 2 * nodes;
  for (let r = 0; r < nodes; r += 2) {
    for (let k = 0; k <= nodes; k++) {
      const at = k * nodes + r;
      const a = rowsRe[at]!;
      const b = rowsIm[at]!;
      const c = rowsRe[at + 1]!;
      const d = rowsIm[at + 1]!;
      re[k] = a - d;
      im[k] = b + c;
      if (k > 0 && k < nodes) {
        re[size - k] = a + d;
        im[size - k] = c - b;
      }
    }
    plan.forward(im, re);
    for (let i = 0; i < nodes; i++) {
      potential[r * nodes + i] = re[i]!;
      potential[(r + 1) * nodes + i] = im[i]!;
    }
  }
}
