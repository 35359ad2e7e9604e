/** The sends that this process is waiting for. */
export class InFlight {
  #count = 0;
  #ends = 0;
  #ended = Promise.withResolvers<void>();

  /** Counts `send` until it has ended, well or badly. */
  async during<T>(send: Promise<T>): Promise<T> {
    this.#count += 1;
    try {
      return await send;
    } finally {
      this.#count -= 1;
      this.#ends += 1;
      this.#ended.resolve();
      this.#ended = Promise.withResolvers<void>();
    }
  }

  /** How many have ended so far: to be read before that is asked which their end may change. */
  get ends(): number {
    return this.#ends;
  }

  /**
   * Waits until a send has ended since `ends` was read.
   *
   * @returns false, at once, when none has and there is none to wait for.
   */
  async nextEnd(since: number): Promise<boolean> {
    if (this.#ends !== since) return true;
    if (this.#count === 0) return false;
    await this.#ended.promise;
    return true;
  }
}
