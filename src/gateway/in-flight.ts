/** The sends that this process is waiting for. */
export class InFlight {
  #ends = 0;
  #ended = Promise.withResolvers<void>();

  /** Counts `send` when it has ended, well or badly. */
  async during<T>(send: Promise<T>): Promise<T> {
    try {
      return await send;
    } finally {
      this.#ends += 1;
      this.#ended.resolve();
      this.#ended = Promise.withResolvers<void>();
    }
  }

  /** How many have ended so far: to be read before that is asked which their end may change. */
  get ends(): number {
    return this.#ends;
  }

  /** Waits until a send has ended since `ends` was read. */
  async nextEnd(since: number): Promise<void> {
    if (this.#ends === since) await this.#ended.promise;
  }
}
