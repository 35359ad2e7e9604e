import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import type { PulledFile } from '../app/data/pull-contract.ts';
import { bytesText } from './bytes-text.ts';
import { PullProgress } from './pull-progress.ts';

class Screen extends Writable {
  text = '';
  nowMs = 0;
  readonly isTTY = true;
  readonly columns = 100;
  readonly clock = { elapsed: () => this.nowMs };

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

const finished = (path: string, size: number, outcome: PulledFile['outcome']) =>
  ({ type: 'file-finished', file: { path, size, oid: '', storedBytes: 0, outcome } }) as const;

test('the line tells what is there, how fast it comes, and how long it will take', () => {
  const screen = new Screen();
  const progress = new PullProgress({ stream: screen, clock: screen.clock });
  const bytes = (path: string, count: number, elsewhere = false): void =>
    progress.onEvent({ type: 'bytes-arrived', path, bytes: count, elsewhere });
  progress.onEvent({
    ...{ type: 'pull-started', repo: 'a/b', revision: '0123456789abcdef', files: 3 },
    bytes: 100_000_000,
  });
  progress.onEvent(finished('data/one.parquet', 20_000_000, 'cached'));
  screen.nowMs = 1_000;
  // Ten million of these were there before.
  bytes('data/two.parquet', 10_000_000);
  screen.nowMs = 5_000;
  bytes('data/two.parquet', 18_000_000);
  progress.onEvent({
    ...{ type: 'transfer-retried', path: 'data/two.parquet', code: 'HUB_TRANSFER_BROKEN' },
    ...{ message: 'The transfer broke off.', waitMs: 2_000 },
  });
  screen.nowMs = 11_000;
  bytes('data/two.parquet', 30_000_000);
  progress.onEvent(finished('data/two.parquet', 30_000_000, 'fetched'));
  bytes('data/three.parquet', 5_000_000, true);
  progress.onEvent(finished('data/three.parquet', 50_000_000, 'shared'));
  progress.close();
  assert.deepEqual(screen.text.split('\r\u001b[K'), [
    'a/b at 0123456789ab: 3 files, 100.0 MB\nin the cache one.parquet, 20.0 MB\n',
    '30.0 MB of 100.0 MB  30 %  two.parquet',
    // 8 MB in 4 s, and 62 to come.
    '38.0 MB of 100.0 MB  38 %  2.0 MB/s  ETA 31 s  two.parquet',
    'trying again after HUB_TRANSFER_BROKEN: The transfer broke off. (waits 2 s)\n',
    '50.0 MB of 100.0 MB  50 %  2.0 MB/s  ETA 25 s  two.parquet',
    'fetched two.parquet, 30.0 MB\n',
    '55.0 MB of 100.0 MB  55 %  2.0 MB/s  ETA 23 s  three.parquet (another mab fetches it)',
    'fetched by another mab three.parquet, 50.0 MB\n',
  ]);
});

test('bytes are told in the unit that fits', () => {
  assert.deepEqual([0, 999, 1_000, 999_949, 999_950, 76_600_000, 2e12].map(bytesText), [
    '0 B',
    '999 B',
    '1.0 kB',
    '999.9 kB',
    '1.0 MB',
    '76.6 MB',
    '2.0 TB',
  ]);
});
