import {
  CHARS_PER_TOKEN,
  type ContextFacts,
  chunksOf,
  type MethodWork,
  NO_WORK,
} from '../method-formula.ts';

/** Results of each of the three searches: facts, entities, episodes. */
const LIMIT = 10;
const FACT = 30;
const ENTITY = 100;
/** The published code sends so many characters of a chunk, and no more. */
const EPISODE_CHARS_MAX = 9_998;
const PROMPT = 60;

/**
 * The reader alone: Zep builds on its own servers and bills for episodes, which nobody outside can
 * count in tokens. So the build is absent here, not free.
 */
export function zepWork(facts: ContextFacts): MethodWork {
  const { questions, questionTokens, outputTokens } = facts;
  const { n, ch } = chunksOf(facts);
  const episode = Math.min(ch, EPISODE_CHARS_MAX / CHARS_PER_TOKEN);
  const shown = LIMIT * (FACT + ENTITY) + Math.min(LIMIT, n) * episode;
  return {
    ...NO_WORK,
    queryCalls: questions,
    queryInput: questions * (PROMPT + shown + questionTokens),
    queryOutput: questions * outputTokens,
  };
}
