import { type ContextFacts, chunksOf, type MethodWork, SYSTEM_TOKENS } from '../method-formula.ts';

/** f facts a chunk of so many tokens each; one entry of the update’s reply. Assumed. */
const FACTS = 30;
const FACT = 15;
const ENTRY = 30;
const ENTRY_FRAME = 12;
/** Old memories that are looked up for each new fact. */
const OLD_PER_FACT = 5;
const EXTRACT_PROMPT = 747;
const EXTRACT_FRAME = 20;
const UPDATE_PROMPT = 1_235;
/** Memories shown to the reader; the published code asks for 100, whatever k is. */
const SHOWN = 100;

/**
 * Mem0 before version 3. Two calls a chunk, one after another: facts are extracted, then compared
 * with up to five old memories each. The update writes every memory that it saw again, so output is
 * dearer than input.
 *
 * @param updateOutputMax  The published configuration cuts replies at 2,000 tokens.
 */
export function mem0Work(
  facts: ContextFacts,
  { updateOutputMax }: { updateOutputMax: number },
): MethodWork {
  const { questions, questionTokens, outputTokens } = facts;
  const { n, ch } = chunksOf(facts);
  let [buildInput, buildOutput, memories] = [0, 0, 0];
  for (let chunk = 0; chunk < n; chunk++) {
    const old = Math.min(OLD_PER_FACT * FACTS, memories);
    buildInput += EXTRACT_PROMPT + SYSTEM_TOKENS + ch + EXTRACT_FRAME;
    buildOutput += FACTS * FACT;
    buildInput += UPDATE_PROMPT + old * (FACT + ENTRY_FRAME) + FACTS * FACT;
    buildOutput += Math.min(updateOutputMax, (old + FACTS) * ENTRY);
    memories += FACTS;
  }
  const shown = Math.min(SHOWN, memories) * (FACT + 2);
  return {
    buildCalls: 2 * n,
    buildInput,
    buildOutput,
    embedded: n * FACTS * FACT + questions * questionTokens,
    queryCalls: questions,
    queryInput: questions * (20 + shown + questionTokens + 15),
    queryOutput: questions * outputTokens,
  };
}
