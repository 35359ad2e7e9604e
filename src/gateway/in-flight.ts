/** The sends that this process is waiting for. */
export class InFlight {
  #count = 0;
  #ended = Promise.withResolvers<void>();

  /** Counts `send` until it has ended, well or badly. */
  async during<T>(send: Promise<T>): Promise<T> {
    this.#count += 1;
    try {
      return await send;
    } finally {
      this.#count -= 1;
      this.#ended.resolve();
      this.#ended = Promise.withResolvers<void>();
    }
  }

  /** Waits until a send has ended. @returns false, at once, when there is none to wait for. */
  async nextEnd(): Promise<boolean> {
    if (this.#count === 0) return false;
    await this.#ended.promise;
    return true;
  }
}
