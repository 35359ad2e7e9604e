/** UTF-8 bytes of one token: four letters of English, or a little more than one of Chinese. */
const BYTES_PER_TOKEN = 4;
/** What a message is wrapped in. */
const TOKENS_PER_TEXT = 4;

/**
 * About how many tokens a request has, without counting them: what is wrong with it is settled
 * after the call, and counting a long context takes longer than the call's place in the queue.
 */
export function estimateTokens(texts: readonly string[]): number {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return Math.ceil(bytes / BYTES_PER_TOKEN) + TOKENS_PER_TEXT * texts.length;
}
