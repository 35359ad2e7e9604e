import type { StoredReply } from '../../contracts/gateway.ts';
import type { ChatReply } from '../../contracts/model.ts';
import { invariant } from '../../core/errors.ts';

/** A chat call's reply; its key tells it from every embedding, so another kind is our fault. */
export function asChatReply(reply: StoredReply): ChatReply {
  invariant('text' in reply, 'The ledger has a vector where a reply was expected.');
  return reply;
}
