import { printable } from '../app/printable.ts';
import type { OutputStream } from './io.ts';

const LIVE_EVERY_MS = 100;
const PLAIN_EVERY_MS = 5_000;
const CLEAR_LINE = '\r\u001b[K';

/**
 * On a terminal one line that is drawn again, at most ten times a second; elsewhere a line every
 * five seconds. Lines that stay may come in between.
 */
export class LiveLine {
  readonly isLive: boolean;
  readonly #stream: OutputStream;
  #shownMs = Number.NEGATIVE_INFINITY;
  #hasLine = false;

  constructor(stream: OutputStream) {
    this.#stream = stream;
    this.isLive = stream.isTTY === true;
  }

  /** Counts as shown now, so that the first line comes after a while. */
  startAt(nowMs: number): void {
    this.#shownMs = nowMs;
  }

  /** Draws the line, if it is time to. */
  show(nowMs: number, line: () => string): void {
    if (nowMs - this.#shownMs < (this.isLive ? LIVE_EVERY_MS : PLAIN_EVERY_MS)) return;
    this.#shownMs = nowMs;
    const text = printable(line());
    if (!this.isLive) {
      this.#stream.write(`${text}\n`);
      return;
    }
    this.#stream.write(`${CLEAR_LINE}${text.slice(0, (this.#stream.columns || 80) - 1)}`);
    this.#hasLine = true;
  }

  /** Prints a line that stays. */
  note(text: string): void {
    this.close();
    this.#stream.write(`${printable(text)}\n`);
  }

  /** Takes the line away, if there is one. */
  close(): void {
    if (this.#hasLine) this.#stream.write(CLEAR_LINE);
    this.#hasLine = false;
    this.#shownMs = this.isLive ? Number.NEGATIVE_INFINITY : this.#shownMs;
  }
}
