import { defineMethod, readAnswer, unicodeWords, z } from 'memoryagentbench-cloud/plugin';

/** Remembers the last chunks, and finds others by the rarest words of the question. */
export const method = defineMethod({
  id: 'recent-and-rare',
  version: 1,
  summary: 'The last chunks, and those that share the rarest words of the question.',
  options: z.strictObject({
    recent: z.int().min(0).default(1).describe('Chunks from the end of the text.'),
    matching: z.int().min(0).default(4).describe('Chunks that share rare words.'),
  }),
  create(context, { recent, matching }) {
    const chunks: { id: string; text: string }[] = [];
    const holders = new Map<string, Set<number>>();
    return {
      async memorize({ id, index, text }) {
        chunks[index] = { id, text };
        for (const word of unicodeWords(text, { stem: true })) {
          holders.set(word, (holders.get(word) ?? new Set()).add(index));
        }
      },
      async finalize() {},
      async answer(query) {
        const scores = chunks.map((_, index) => ({ index, score: 0 }));
        for (const word of new Set(unicodeWords(query.text, { stem: true }))) {
          const found = holders.get(word) ?? new Set();
          for (const entry of scores) if (found.has(entry.index)) entry.score += 1 / found.size;
        }
        const ranked = scores.sort((a, b) => b.score - a.score);
        const last = chunks.length - recent;
        const chosen = ranked.filter(({ index }, rank) => rank < matching || index >= last);
        const items = chosen.map(({ index, score }) => {
          const { id = '', text = '' } = chunks[index] ?? {};
          return { kind: 'chunk' as const, text, score, sources: [id] };
        });
        return readAnswer(context, query, { items, provenance: 'exact' });
      },
    };
  },
});
