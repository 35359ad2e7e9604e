import { existsSync, mkdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../../src/core/random.ts';
import { randomInt } from '../../../src/core/random.ts';
import type { CountingServerOptions } from '../../../src/testing/counting-server.ts';
import type { MabProcess } from './mab-process.ts';

/** When a process is to die. `number` counts the requests of this process, from 1. */
export type KillPoint =
  | { readonly kind: 'delay'; readonly ms: number }
  /** The request has arrived; its reply is produced, and billed, when the process is gone. */
  | { readonly kind: 'before-reply'; readonly number: number }
  /** The reply's last byte has left the server: the process may or may not have written it down. */
  | { readonly kind: 'after-reply'; readonly number: number }
  /** A unit has begun to commit. */
  | { readonly kind: 'commit'; readonly ms: number }
  /** Ctrl-C instead of a kill. */
  | { readonly kind: 'interrupt'; readonly number: number };

const KINDS = ['before-reply', 'after-reply', 'commit', 'delay', 'interrupt'] as const;

/** Kill points at random; each kind comes up equally often. */
export function* killPoints(random: Random): Generator<KillPoint, never> {
  for (let turn = 0; ; turn++) {
    const kind = KINDS[turn % KINDS.length] ?? 'delay';
    if (kind === 'delay') yield { kind, ms: randomInt(random, 1_000) };
    else if (kind === 'commit') yield { kind, ms: randomInt(random, 12) };
    else yield { kind, number: 1 + randomInt(random, 8) };
  }
}

/** Ends processes at kill points, of which one at a time is armed. */
export class Killer {
  #point: KillPoint | undefined;
  #process: MabProcess | undefined;
  #before = 0;
  #after = 0;

  /** For the server's options. */
  readonly hooks: Pick<CountingServerOptions, 'onBeforeReply' | 'onAfterReply'> = {
    onBeforeReply: async () => {
      this.#before += 1;
      const { kind } = this.#point ?? {};
      if (kind === 'interrupt') this.#at(this.#before, 'SIGINT');
      if (kind !== 'before-reply' || !this.#at(this.#before, 'SIGKILL')) return;
      await this.#process?.ended;
    },
    onAfterReply: () => {
      this.#after += 1;
      if (this.#point?.kind === 'after-reply') this.#at(this.#after, 'SIGKILL');
    },
  };

  /** Watches a process until it has ended. */
  async watch(process: MabProcess, point: KillPoint | undefined, workspace: string): Promise<void> {
    [this.#process, this.#point, this.#before, this.#after] = [process, point, 0, 0];
    const timer =
      point?.kind === 'delay' ? setTimeout(() => this.#end('SIGKILL'), point.ms) : undefined;
    const commits = point?.kind === 'commit' ? this.#onCommit(workspace, point.ms) : undefined;
    await process.ended;
    clearTimeout(timer);
    commits?.close();
    this.#point = undefined;
  }

  /** A unit's folder appears when its first object is written. */
  #onCommit(workspace: string, ms: number) {
    const units = join(workspace, 'store', 'units');
    if (!existsSync(units)) mkdirSync(units, { recursive: true, mode: 0o700 });
    return watch(units, () => void setTimeout(() => this.#end('SIGKILL'), ms));
  }

  #at(number: number, signal: 'SIGKILL' | 'SIGINT'): boolean {
    if (this.#point === undefined || !('number' in this.#point)) return false;
    if (number !== this.#point.number) return false;
    this.#end(signal);
    return true;
  }

  #end(signal: 'SIGKILL' | 'SIGINT'): void {
    this.#process?.child.kill(signal);
  }
}
