import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { CallLedger } from '../../contracts/gateway.ts';
import { MabError } from '../../core/errors.ts';
import type {
  LedgerOperations,
  LedgerUpkeep,
  OpenAnswer,
  OperationName,
  UpkeepName,
} from './protocol.ts';
import type { WriterAnswer, WriterData } from './sqlite/writer.ts';

/**
 * The call ledger as the rest of the program sees it: every answer is durable before it arrives.
 */
export interface Ledger extends OpenAnswer, CallLedger {
  perform<Name extends OperationName>(
    name: Name,
    request: LedgerOperations[Name][0],
  ): Promise<LedgerOperations[Name][1]>;
  /** Work of the database on itself. */
  upkeep<Name extends UpkeepName>(name: Name): Promise<LedgerUpkeep[Name]>;
  close(): Promise<void>;
}

/** This process, told from another one that has, or had, the same number. */
export const PROGRAM = randomUUID();

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens, or makes, the ledger at `path` and starts its writer thread. Needs `close`.
 *
 * @throws {MabError} NO_PERMISSION, DISK_FULL, LEDGER_DAMAGED, LEDGER_VERSION.
 */
export async function openLedger(path: string): Promise<Ledger> {
  const thread = new Worker(writerUrl(), {
    workerData: { path, program: PROGRAM } satisfies WriterData,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let ended: Error | undefined;

  const answers = (id: number): Promise<never> =>
    new Promise((resolve, reject) => {
      if (ended) reject(ended);
      else waiting.set(id, { resolve, reject });
    });
  const failAll = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  thread.on('message', (batch: readonly WriterAnswer[]) => {
    for (const answer of batch) {
      const caller = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('error' in answer) {
        const { code, message, hint, blame } = answer.error;
        caller?.reject(new MabError(code, message, { blame, ...(hint ? { hint } : {}) }));
      } else caller?.resolve(answer.answer as never);
    }
  });
  thread.on('error', failAll);
  thread.on('exit', () => failAll(closedError()));

  const send = (name: OperationName | 'upkeep' | 'close', request: unknown): Promise<never> => {
    const id = nextId++;
    const answer = answers(id);
    thread.postMessage({ id, name, request });
    return answer;
  };
  let opened: OpenAnswer;
  try {
    opened = await (answers(0) as Promise<OpenAnswer>);
  } catch (error) {
    await thread.terminate();
    throw error;
  }
  return {
    ...opened,
    perform: send,
    upkeep: (name) => send('upkeep', name),
    startRun: (runId, newEpoch) => send('startRun', { runId, newEpoch }),
    unitCalls: (unitId) => send('unitCalls', { unitId }),
    accountState: (account) => send('accountState', { account }),
    close: async () => {
      if (!ended) await send('close', undefined);
      ended ??= closedError();
    },
  };
}

/** The program goes on to use a ledger that it has closed. */
export function closedError(): MabError {
  return new MabError('LEDGER_CLOSED', 'The ledger was closed while it was in use.', {
    blame: 'bug',
  });
}

/** The thread's own file, as source in a checkout and as JavaScript in the published package. */
function writerUrl(): URL {
  return new URL(
    `./sqlite/writer.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`,
    import.meta.url,
  );
}
