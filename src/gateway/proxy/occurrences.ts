/**
 * Numbers equal requests of one token from 1, so that each is a call of its own whatever order they
 * come in. A number whose reply never reached the caller is given out again: the client's next
 * attempt is the same call, which is not paid twice.
 */
export class Occurrences {
  readonly #taken = new Map<string, Set<number>>();

  take(name: string): number {
    const taken = this.#taken.get(name) ?? new Set();
    this.#taken.set(name, taken);
    let number = 1;
    while (taken.has(number)) number += 1;
    taken.add(number);
    return number;
  }

  giveBack(name: string, number: number): void {
    this.#taken.get(name)?.delete(number);
  }
}
