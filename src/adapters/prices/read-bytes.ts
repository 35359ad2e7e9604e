import { unreadable } from './price-web-errors.ts';

/** @throws {MabError} PRICES_UNREADABLE for what is no JSON. */
export async function parsedJson(
  bytes: AsyncIterable<Uint8Array>,
  shown: string,
): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of bytes) text += decoder.decode(chunk, { stream: true });
  try {
    return JSON.parse(text + decoder.decode());
  } catch (error) {
    throw unreadable(shown, 'is not JSON', error);
  }
}

/** The lines of a text without their ends; holds one of them at a time. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  rest += decoder.decode();
  if (rest !== '') yield rest.replace(/\r$/, '');
}
