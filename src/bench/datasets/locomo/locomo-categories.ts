/**
 * The kinds of question of LoCoMo, by their number in its file.
 * Source: Maharana et al. 2024 (arXiv 2402.17753) for the kinds; the numbers as its code has them.
 */
export const LOCOMO_CATEGORIES: Readonly<Record<number, string>> = {
  1: 'multi-hop',
  2: 'temporal',
  3: 'open-domain',
  4: 'single-hop',
  5: 'adversarial',
};

/** The accepted answer where a conversation has none. */
export const NOT_MENTIONED = 'Not mentioned in the conversation';
