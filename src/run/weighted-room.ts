interface Waiting {
  readonly weight: number;
  readonly start: () => void;
}

/** Bounds the weight of what is under way; whoever came first goes first. */
export class WeightedRoom {
  readonly #max: number;
  readonly #waiting: Waiting[] = [];
  #taken = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** Runs `work` when there is room for it; what is heavier than all room runs alone. */
  async during<T>(weight: number, work: () => Promise<T>): Promise<T> {
    const taken = Math.min(weight, this.#max);
    await this.#enter(taken);
    try {
      return await work();
    } finally {
      this.#taken -= taken;
      this.#startNext();
    }
  }

  #enter(weight: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ weight, start: resolve });
    this.#startNext();
    return promise;
  }

  #startNext(): void {
    for (let [next] = this.#waiting; next; [next] = this.#waiting) {
      if (this.#taken + next.weight > this.#max) return;
      this.#waiting.shift();
      this.#taken += next.weight;
      next.start();
    }
  }
}
