import { type MeshConvolution, type MeshWorkspace, meshConvolution, meshWorkspace } from './mesh-convolution.ts';
import type { Repulsion } from './repulsion.ts';
import { SPLINE_WIDTH, splineAt } from './spline.ts';

/** Nodes on a side: even, and twice them have no prime factors but 2, 3 and 5. */
const SIDES = [32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 320, 384, 512, 640, 768, 1024];
/** Distance between nodes while the layout fits; coarser meshes weaken the short range (KL rises, trust does not fall). */
const STEP = 0.5;
const FEWEST_CELLS = 20;
const SMALLEST_STEP = 1e-3;
/** Nodes around the layout that its splines reach, and one to spare. */
const MARGIN = 7;

/** Where each point lies between the nodes, and its spline there. */
interface Spread {
  /** Index of the first node touched, per point. */
  readonly corners: Int32Array;
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly xSlopes: Float64Array;
  readonly ySlopes: Float64Array;
}

/**
 * Repulsion in the plane through a mesh: the push on a point is −½ the gradient of φ = Σ_j 1/(1 + d²), so one convolution
 * of the spread points serves both the forces and Z. O(N + M² log M). Holds its meshes between calls.
 * Source: particle-mesh Ewald methods (Essmann et al. 1995), with the kernel of t-SNE. Checked: exact sums, forces to 3 %
 * rms and Z to 0.1 %.
 */
export function meshRepulsion(points: number): Repulsion {
  const workspaces = new Map<number, MeshWorkspace>();
  const spread: Spread = {
    corners: new Int32Array(points),
    xs: new Float64Array(points * SPLINE_WIDTH),
    ys: new Float64Array(points * SPLINE_WIDTH),
    xSlopes: new Float64Array(points * SPLINE_WIDTH),
    ySlopes: new Float64Array(points * SPLINE_WIDTH),
  };
  let mesh: MeshConvolution | undefined;
  let charges = new Float64Array(0);
  let potential = new Float64Array(0);
  return {
    push(layout, out) {
      const box = boxOf(layout);
      const wanted = meshFor(box.span, mesh);
      if (wanted.nodes !== mesh?.nodes || wanted.step !== mesh.step) {
        const workspace = workspaces.get(wanted.nodes) ?? meshWorkspace(wanted.nodes);
        workspaces.set(wanted.nodes, workspace);
        if (wanted.nodes !== mesh?.nodes) {
          charges = new Float64Array(wanted.nodes ** 2);
          potential = new Float64Array(wanted.nodes ** 2);
        }
        mesh = meshConvolution(workspace, wanted.nodes, wanted.step);
      }
      place(layout, box, mesh, spread);
      spreadCharges(spread, mesh.nodes, charges);
      const z = mesh.apply(charges, potential) - points;
      gatherForces(spread, mesh, potential, out);
      return z;
    },
  };
}

interface Box {
  readonly middleX: number;
  readonly middleY: number;
  readonly span: number;
}

function boxOf(layout: Float64Array): Box {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < layout.length; i += 2) {
    const x = layout[i]!;
    const y = layout[i + 1]!;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < bottom) bottom = y;
    if (y > top) top = y;
  }
  return { middleX: (left + right) / 2, middleY: (bottom + top) / 2, span: Math.max(right - left, top - bottom) };
}

/** A finer step for a small layout, a coarser one only beyond the largest mesh; a mesh only shrinks when well too large. */
function meshFor(span: number, last: MeshConvolution | undefined): { readonly nodes: number; readonly step: number } {
  let step = STEP;
  while (step > SMALLEST_STEP && span / step < FEWEST_CELLS) step /= 2;
  const needed = Math.ceil(span / step) + MARGIN;
  const nodes = SIDES.find((side) => side >= needed);
  if (nodes === undefined) {
    const most = SIDES.at(-1)!;
    return { nodes: most, step: span / (most - MARGIN - 1) };
  }
  if (last && last.step === step && nodes < last.nodes && nodes > 0.8 * last.nodes) return last;
  return { nodes, step };
}

function place(layout: Float64Array, box: Box, { nodes, step }: MeshConvolution, spread: Spread): void {
  const { corners, xs, ys, xSlopes, ySlopes } = spread;
  const originX = box.middleX - (step * (nodes - 1)) / 2;
  const originY = box.middleY - (step * (nodes - 1)) / 2;
  for (let i = 0; i < corners.length; i++) {
    const x = (layout[2 * i]! - originX) / step;
    const y = (layout[2 * i + 1]! - originY) / step;
    const column = Math.floor(x);
    const row = Math.floor(y);
    corners[i] = (row - 2) * nodes + column - 2;
    splineAt(x - column, xs, xSlopes, i * SPLINE_WIDTH);
    splineAt(y - row, ys, ySlopes, i * SPLINE_WIDTH);
  }
}

function spreadCharges({ corners, xs, ys }: Spread, nodes: number, charges: Float64Array): void {
  charges.fill(0);
  for (let i = 0; i < corners.length; i++) {
    const at = i * SPLINE_WIDTH;
    const x0 = xs[at]!;
    const x1 = xs[at + 1]!;
    const x2 = xs[at + 2]!;
    const x3 = xs[at + 3]!;
    const x4 = xs[at + 4]!;
    const x5 = xs[at + 5]!;
    let node = corners[i]!;
    for (let r = 0; r < SPLINE_WIDTH; r++, node += nodes) {
      const y = ys[at + r]!;
      charges[node]! += y * x0;
      charges[node + 1]! += y * x1;
      charges[node + 2]! += y * x2;
      charges[node + 3]! += y * x3;
      charges[node + 4]! += y * x4;
      charges[node + 5]! += y * x5;
    }
  }
}

function gatherForces(
  { corners, xs, ys, xSlopes, ySlopes }: Spread,
  { nodes, step }: MeshConvolution,
  potential: Float64Array,
  out: Float64Array,
): void {
  const scale = -0.5 / step;
  for (let i = 0; i < corners.length; i++) {
    const at = i * SPLINE_WIDTH;
    let node = corners[i]!;
    let fx = 0;
    let fy = 0;
    for (let r = 0; r < SPLINE_WIDTH; r++, node += nodes) {
      const p0 = potential[node]!;
      const p1 = potential[node + 1]!;
      const p2 = potential[node + 2]!;
      const p3 = potential[node + 3]!;
      const p4 = potential[node + 4]!;
      const p5 = potential[node + 5]!;
      const slope =
        xSlopes[at]! * p0 +
        xSlopes[at + 1]! * p1 +
        xSlopes[at + 2]! * p2 +
        xSlopes[at + 3]! * p3 +
        xSlopes[at + 4]! * p4 +
        xSlopes[at + 5]! * p5;
      const value =
        xs[at]! * p0 + xs[at + 1]! * p1 + xs[at + 2]! * p2 + xs[at + 3]! * p3 + xs[at + 4]! * p4 + xs[at + 5]! * p5;
      fx += ys[at + r]! * slope;
      fy += ySlopes[at + r]! * value;
    }
    out[2 * i] = fx * scale;
    out[2 * i + 1] = fy * scale;
  }
}
