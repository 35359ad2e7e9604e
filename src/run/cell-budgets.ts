import { cellOfAccount, shortAccount } from '../contracts/budget.ts';

/** A cell whose own budget is reached ends; the others go on, and then the run tells of it. */
export class CellBudgets {
  readonly #reached = new Map<string, unknown>();

  /** Does the work unless the cell has ended. @throws what it throws, but for the cell's budget. */
  async run(cellId: string, work: () => Promise<void>): Promise<void> {
    if (this.#reached.has(cellId)) return;
    try {
      await work();
    } catch (error) {
      if (cellOfAccount(shortAccount(error) ?? '') !== cellId) throw error;
      this.#reached.set(cellId, error);
    }
  }

  /** @throws {MabError} BUDGET_REACHED for the first cell that has ended. */
  throwIfReached(): void {
    for (const error of this.#reached.values()) throw error;
  }
}
