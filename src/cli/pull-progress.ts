import { basename } from 'node:path/posix';
import type { PullEvent, PulledFile } from '../app/data/pull-contract.ts';
import type { Clock } from '../core/clock.ts';
import { counted } from '../core/number-text.ts';
import { bytesText } from './bytes-text.ts';
import type { OutputStream } from './io.ts';
import { LiveLine } from './live-line.ts';
import { spanText } from './progress-line.ts';

interface PullProgressOptions {
  readonly stream: OutputStream;
  readonly clock: Pick<Clock, 'elapsed'>;
}

/** Tells on a stream how a pull goes on. */
export class PullProgress {
  readonly #line: LiveLine;
  readonly #clock: Pick<Clock, 'elapsed'>;
  #totalBytes = 0;
  /** Of files that are finished. */
  #doneBytes = 0;
  /** The file on its way: what of it was there when we began to look, and what is there now. */
  #file = { path: '', firstBytes: 0, bytes: 0, elsewhere: false };
  /** Arrived since `#startMs`, which is when the first byte did. */
  #newBytes = 0;
  #startMs: number | undefined;

  constructor({ stream, clock }: PullProgressOptions) {
    this.#line = new LiveLine(stream);
    this.#clock = clock;
  }

  readonly onEvent = (event: PullEvent): void => {
    switch (event.type) {
      case 'pull-started':
        this.#totalBytes = event.bytes;
        this.note(
          `${event.repo} at ${event.revision.slice(0, 12)}: ${counted(event.files, 'file')}, ` +
            bytesText(event.bytes),
        );
        this.#line.startAt(this.#clock.elapsed());
        break;
      case 'bytes-arrived':
        this.#arrived(event);
        break;
      case 'transfer-retried':
        this.note(
          `trying again after ${event.code}: ${event.message} ` +
            `(waits ${spanText(event.waitMs / 1_000)})`,
        );
        break;
      case 'file-damaged':
        this.note(damagedText(event));
        break;
      case 'file-finished':
        this.#finished(event.file);
    }
  };

  note(text: string): void {
    this.#line.note(text);
  }

  close(): void {
    this.#line.close();
  }

  #arrived({ path, bytes, elsewhere }: Extract<PullEvent, { type: 'bytes-arrived' }>): void {
    const nowMs = this.#clock.elapsed();
    const isSame = path === this.#file.path && bytes >= this.#file.bytes;
    this.#file = { path, bytes, elsewhere, firstBytes: isSame ? this.#file.firstBytes : bytes };
    this.#startMs ??= nowMs;
    this.#line.show(nowMs, () => this.#text(nowMs));
  }

  #finished(file: PulledFile): void {
    this.#doneBytes += file.size;
    if (this.#file.path === file.path) this.#newBytes += file.size - this.#file.firstBytes;
    this.#file = { path: '', firstBytes: 0, bytes: 0, elsewhere: false };
    this.note(`${OUTCOMES[file.outcome]} ${basename(file.path)}, ${bytesText(file.size)}`);
  }

  /** `12.0/76.6 MB (15 %)  3.1 MB/s  ETA 21 s  Accurate_Retrieval-….parquet`. */
  #text(nowMs: number): string {
    const { path, bytes, firstBytes, elsewhere } = this.#file;
    const done = this.#doneBytes + bytes;
    const seconds = (nowMs - (this.#startMs ?? nowMs)) / 1_000;
    const rate = seconds > 0 ? (this.#newBytes + bytes - firstBytes) / seconds : 0;
    return [
      `${bytesText(done)} of ${bytesText(this.#totalBytes)}`,
      `${Math.floor((100 * done) / Math.max(1, this.#totalBytes))} %`,
      ...(rate > 0
        ? [`${bytesText(rate)}/s`, `ETA ${spanText((this.#totalBytes - done) / rate)}`]
        : []),
      `${basename(path)}${elsewhere ? ' (another mab fetches it)' : ''}`,
    ].join('  ');
  }
}

const OUTCOMES: Readonly<Record<PulledFile['outcome'], string>> = {
  cached: 'in the cache',
  fetched: 'fetched',
  shared: 'fetched by another mab',
};

function damagedText({ path, where }: Extract<PullEvent, { type: 'file-damaged' }>): string {
  return where === 'cache'
    ? `the cached ${basename(path)} is damaged: fetching it again`
    : `${basename(path)} does not fit together: fetching it once more from the start`;
}
