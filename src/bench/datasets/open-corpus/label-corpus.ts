import { invariant } from '../../../core/errors.ts';
import { createRandom, type Random, shuffled } from '../../../core/random.ts';
import { countTokens } from '../../chunking/token-count.ts';
import { pick } from './cast.ts';
import { FRAMES, KINDS, type ThingKind, WISHES } from './intent-phrases.ts';
import { GIVEN_NAMES, SURNAMES, TOWNS } from './names.ts';
import type { OpenQuestion, OpenText } from './open-text.ts';
import { fillTemplate } from './phrasing.ts';

/** Examples of a label that are shown as evidence: the last ones. */
const EVIDENCE = 8;

/** A wish about a kind of thing, with the number that stands for it in this corpus. */
interface Intent extends ThingKind {
  readonly label: string;
  readonly wishes: readonly string[];
}

/**
 * Labelled examples, and new texts to label. The labels are 24 intents, numbered by chance, as
 * often as each other in examples and questions; no text comes twice.
 */
export function createLabelCorpus(seed: number, contextTokens: number, count: number): OpenText {
  const random = createRandom(`open-icl ${seed} ${contextTokens}`);
  const intents = numberIntents(random);
  const used = new Set<string>();
  const asked: { readonly intent: Intent; readonly text: string }[] = [];
  for (const intent of rounds(random, intents)) {
    if (asked.length === count) break;
    asked.push({ intent, text: newText(random, intent, used) });
  }
  const examples = new Map<Intent, string[]>();
  const lines: string[] = [];
  let left = contextTokens;
  for (const intent of rounds(random, intents)) {
    const example = `${newText(random, intent, used)}\nlabel: ${intent.label}`;
    left -= countTokens(`${example}\n\n`);
    if (left < 0) break;
    lines.push(example);
    examples.set(intent, [...(examples.get(intent) ?? []).slice(1 - EVIDENCE), example]);
  }
  return {
    context: lines.join('\n\n'),
    questions: asked.map(({ intent, text }) => ask(intent, text, examples)),
  };
}

function numberIntents(random: Random): Intent[] {
  const pairs = WISHES.flatMap((wishes) => KINDS.map((kind) => ({ wishes, ...kind })));
  return shuffled(pairs, random).map((pair, label) => ({ label: String(label), ...pair }));
}

/** All intents in ever new orders, without end. */
function* rounds(random: Random, intents: readonly Intent[]): Generator<Intent, never> {
  for (;;) yield* shuffled(intents, random);
}

function newText(random: Random, { wishes, things, uses }: Intent, used: Set<string>): string {
  for (;;) {
    const wish = pick(random, wishes).replace('{t}', pick(random, things));
    const text = fillTemplate(pick(random, FRAMES), {
      w: `${wish} ${pick(random, uses)}`,
      p: `${pick(random, GIVEN_NAMES)} ${pick(random, SURNAMES)}`,
      o: pick(random, TOWNS),
    });
    if (used.has(text)) continue;
    used.add(text);
    return text;
  }
}

function ask(
  intent: Intent,
  text: string,
  examples: ReadonlyMap<Intent, readonly string[]>,
): OpenQuestion {
  const evidence = examples.get(intent);
  invariant(evidence, `label ${intent.label} has no example`);
  return { text, answers: [intent.label], evidence };
}
