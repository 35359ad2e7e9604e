import type { LimitStore, RoomNews, RoomNewsAnswer } from '../../../contracts/limits.ts';
import type { SharedDocuments } from '../../../contracts/shared-documents.ts';
import { MabError } from '../../../core/errors.ts';
import { exchange } from '../exchange.ts';
import { type LimitsDocument, NO_LIMITS } from '../limit-state.ts';

/** A document that nobody has used for this long, in ms, is as good as new. */
const KEEP_MS = 600_000;
/** More writers at once than this are too many for one document. */
const TRIES_MAX = 100;

/**
 * Limits in a place that knows compare and swap only: whoever was overtaken reads and decides anew.
 * The queue in front asks once at a time for a whole process, so no more writers compete than there
 * are processes.
 *
 * @param owner  Names this process to all others.
 */
export function createDocumentLimitStore(documents: SharedDocuments, owner: string): LimitStore {
  return {
    exchange: (news) => exchangeWith(documents, news, owner),
    close: () => documents.close(),
  };
}

async function exchangeWith(
  documents: SharedDocuments,
  news: RoomNews,
  owner: string,
): Promise<RoomNewsAnswer> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const { text, version, nowMs } = await documents.read(news.document);
    const before = text === undefined ? NO_LIMITS : (JSON.parse(text) as LimitsDocument);
    const { document, ...answer } = exchange(before, news, { owner, nowMs });
    if (document === before) return answer;
    const written = { text: JSON.stringify(document), version, keepMs: KEEP_MS };
    if (await documents.write(news.document, written)) return answer;
  }
  throw new MabError('LIMITS_UNREACHABLE', 'The shared limits are written to by too many.', {
    blame: 'environment',
    retry: 'later',
    hint: 'Run fewer workers, or one with a higher `concurrency`.',
  });
}
