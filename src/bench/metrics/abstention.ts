/** Phrases of not knowing, in lower case and with straight apostrophes. */
const PHRASES = [
  "(?:do|does|did|could|would|can)(?: not|n't) (?:know|recall|remember|find|determine|answer|tell|say)",
  '(?:cannot|can not|unable to|impossible to) (?:be )?(?:know|recall|find|determined?|answer(?:ed)?|tell|say|identify)',
  "(?:not|n't|never) (?:been |be )?(?:mentioned|stated|specified|provided|given|available|known|found|included)",
  '(?:no|not enough|insufficient|without) (?:\\w+ )?(?:information|mention|evidence|data|records?|details?)',
  'not sure',
  'no idea',
];
const ABSTAINS = new RegExp(`\\b(?:${PHRASES.join('|')})\\b|^(?:unknown|n/?a)\\W*$`);
const GOES_ON = /\b(?:but|however|although|though|still|likely|probably|best guess)\b/;

/**
 * Whether an answer says, in English, that it does not know: `I don't know`, `not mentioned in the
 * documents`. One that goes on (`…, but probably Paris`) is an answer. A reply that declines and
 * names the accepted answer on the way would otherwise count as a hit.
 *
 * @param answer  The parsed answer: a line, not a page of reasoning.
 * Source: none; our own list of phrases. It misses what is said in other words.
 */
export function isAbstention(answer: string): boolean {
  const plain = answer.trim().toLowerCase().replace(/[’‘]/g, "'");
  const found = ABSTAINS.exec(plain);
  return found !== null && !GOES_ON.test(plain.slice(found.index));
}
