/** Bytes the tensors of one snapshot may still take. Measurements ask in the order of all.ts. */
export class ByteBudget {
  /** What was allowed in all. */
  readonly total: number;
  #left: number;

  constructor(total: number) {
    this.total = total;
    this.#left = total;
  }

  /** Bytes not taken yet. */
  get left(): number {
    return this.#left;
  }

  /** Takes that many, all or none; false when there are fewer left. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}
