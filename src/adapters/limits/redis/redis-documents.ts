import { randomUUID } from 'node:crypto';
import type { SharedDocument, SharedDocuments } from '../../../contracts/shared-documents.ts';
import { errorMessage, MabError } from '../../../core/errors.ts';
import { isLoopback } from '../../../core/private-url.ts';
import { READ, WRITE } from './scripts.ts';

/** The client's package; loaded when it is used, because it is an optional one. */
type RedisPackage = typeof import('@redis/client');
type Client = ReturnType<RedisPackage['createClient']>;

/** A Redis that has not answered after this time, in ms, is out of reach. */
const ANSWER_MS_MAX = 2_000;
/** Before the names of all documents. */
const PREFIX = 'mab:limits:';

export interface RedisDocumentsOptions {
  /** May hold a user and a password, so it never gets into a message. */
  readonly url: string;
  /** Absent: the package @redis/client. */
  readonly load?: () => Promise<RedisPackage>;
}

/**
 * Small documents in a Redis (7 or newer). The connection is made with the first call, and once
 * lost it stays so: whoever wants another one makes another object.
 *
 * @throws {MabError} REDIS_URL_INVALID for an address that is none, or where others can listen in.
 */
export function createRedisDocuments({ url, load }: RedisDocumentsOptions): SharedDocuments {
  const place = checkedUrl(url);
  let connecting: Promise<Client> | undefined;
  const client = (): Promise<Client> => {
    connecting ??= connect(url, load ?? (() => import('@redis/client')));
    return connecting;
  };
  const ask = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
    try {
      return await inTime(client().then(work));
    } catch (error) {
      if (error instanceof MabError) throw error;
      throw unreachable(place, error);
    }
  };
  return {
    read: async (name) => parseDocument(await ask((to) => evaluate(to, READ, name, []))),
    async write(name, { text, version, keepMs }) {
      const values = [version, text, randomUUID(), String(keepMs)];
      return (await ask((to) => evaluate(to, WRITE, name, values))) === 1;
    },
    async close() {
      const open = await connecting?.catch(() => undefined);
      if (open?.isOpen) open.destroy();
    },
  };
}

async function connect(url: string, load: () => Promise<RedisPackage>): Promise<Client> {
  const { createClient } = await load().catch((cause: unknown) => {
    throw new MabError('PACKAGE_MISSING', 'Limits in Redis need the package @redis/client.', {
      blame: 'environment',
      hint: 'Run `npm install @redis/client@6.3.1` where mab is installed.',
      cause,
    });
  });
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: ANSWER_MS_MAX, reconnectStrategy: false },
  });
  // What goes wrong is told by the call that it goes wrong for.
  client.on('error', () => undefined);
  await client.connect();
  return client as Client;
}

function evaluate(
  client: Client,
  script: string,
  name: string,
  values: readonly string[],
): Promise<unknown> {
  return client.eval(script, { keys: [`${PREFIX}${name}`], arguments: [...values] });
}

function parseDocument(answer: unknown): SharedDocument {
  const [version = '', text = '', seconds, micros] = (answer as readonly unknown[]).map(String);
  const nowMs = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
  return { version, nowMs, ...(version === '' ? {} : { text }) };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`no answer within ${ANSWER_MS_MAX} ms`)),
    ANSWER_MS_MAX,
  );
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** @returns the address without user and password, for messages. */
function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isTls = url?.protocol === 'rediss:';
  if (url && (isTls || (url.protocol === 'redis:' && isLoopback(url)))) {
    return `${url.protocol}//${url.host}`;
  }
  throw new MabError('REDIS_URL_INVALID', 'The address of Redis cannot be used.', {
    blame: 'environment',
    hint: 'It has to be rediss://HOST:PORT, or redis:// for a server of this machine.',
  });
}

function unreachable(place: string, error: unknown): MabError {
  return new MabError('LIMITS_UNREACHABLE', `${place} cannot be reached: ${errorMessage(error)}.`, {
    blame: 'environment',
    retry: 'later',
    hint: 'Check the address, the network, and that Redis is running.',
  });
}
