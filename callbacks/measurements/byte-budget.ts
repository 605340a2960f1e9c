/** Bytes the tensors of one epoch may still take. Measurements ask in the order of all.ts. */
export class ByteBudget {
  /** What was allowed in all. */
  readonly total: number;
  #left: number;
  #aside = 0;

  constructor(total: number) {
    this.total = total;
    this.#left = total;
  }

  /** Bytes not taken and not set aside yet. */
  get left(): number {
    return this.#left;
  }

  /** Bytes set aside for what is always kept. */
  get aside(): number {
    return this.#aside;
  }

  /** Takes that many, all or none; false when there are fewer left. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  /** Sets that many aside, all or none, before others ask; {@link release} gives them back. */
  setAside(bytes: number): void {
    if (this.take(bytes)) this.#aside += bytes;
  }

  /** Puts what was set aside to the rest. */
  release(): void {
    this.#left += this.#aside;
    this.#aside = 0;
  }
}
