import type { BatchOutcome } from '../../contracts/batch.ts';
import { errorMessage } from '../../core/errors.ts';

/** What a served item of a batch came to. `parse` throws whatever it likes for no reply. */
export function servedItem<Reply>(id: string, parse: () => Reply): BatchOutcome<Reply> {
  try {
    return { id, kind: 'reply', reply: parse() };
  } catch (error) {
    return { id, kind: 'unreadable', message: errorMessage(error).slice(0, 200) };
  }
}
