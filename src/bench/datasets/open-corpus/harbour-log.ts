import { createRandom, type Random, randomInt, shuffled } from '../../../core/random.ts';
import { countTokens } from '../../chunking/token-count.ts';
import { drawCast, pick } from './cast.ts';
import { fitPassages } from './fit-passages.ts';
import type { LogEntry } from './log-entry.ts';
import { logQuestions } from './log-questions.ts';
import { TOWNS } from './names.ts';
import type { OpenText } from './open-text.ts';
import { MONTHS } from './planted-records.ts';
import { loadPassages } from './real-text.ts';
import { GOODS } from './value-pools.ts';

/** Share of the tokens that entries have; the rest is real prose. */
const ENTRIES_SHARE = 0.55;
/** Measured; only decides how many ships there are. */
const TOKENS_PER_ENTRY = 21;
const ENTRIES_PER_SHIP = 14;
const SHIPS_MAX = 1_200;
const PLACES_MIN = 6;
/** Below what they have on average, so that more than enough are loaded. */
const TOKENS_PER_PASSAGE = 90;
const FIRST_YEAR = 1821;
const DAYS = 50 * 336;

/**
 * Real prose with the entries of an invented log among it, in the order of time, and questions
 * that only all entries of a ship, or of one kind of goods in one town, settle: counts, sums,
 * firsts, lasts, favourites. These entries are spread over the whole context.
 */
export async function createHarbourLog(
  seed: number,
  contextTokens: number,
  count: number,
): Promise<OpenText> {
  const random = createRandom(`open-whole ${seed} ${contextTokens}`);
  const entries = writeEntries(random, contextTokens * ENTRIES_SHARE);
  const written = countTokens(entries.map(({ sentence }) => `${sentence} `).join(''));
  const passages = await loadPassages(seed, Math.ceil(contextTokens / TOKENS_PER_PASSAGE));
  const chosen = fitPassages(passages, contextTokens - written, (passage) => `${passage}\n\n`);
  return {
    context: bind(shuffled(chosen, random), entries),
    questions: logQuestions(random, entries, count),
  };
}

function writeEntries(random: Random, tokens: number): LogEntry[] {
  const expected = tokens / TOKENS_PER_ENTRY;
  const ships = Math.min(SHIPS_MAX, Math.ceil(expected / ENTRIES_PER_SHIP));
  const cast = drawCast(random, { person: 0, firm: 0, town: 0, ship: ships });
  const places = PLACES_MIN + Math.floor(Math.sqrt(ships));
  const [towns, goods] = [TOWNS, GOODS].map((all) => shuffled(all, random).slice(0, places)) as [
    string[],
    string[],
  ];
  const entries = new Map<string, LogEntry>();
  for (let left = tokens; left > 0; ) {
    const ship = pick(random, cast.ship).name;
    const crates = 11 + randomInt(random, 289);
    const [cargo, town] = [pick(random, goods), pick(random, towns)];
    const date = dateOf(Math.floor((1 - left / tokens) * DAYS));
    const sentence = `On ${date} the ${ship} landed ${crates} crates of ${cargo} in ${town}.`;
    if (entries.has(sentence)) continue;
    left -= countTokens(`${sentence} `);
    entries.set(sentence, { date, ship, crates, goods: cargo, town, sentence });
  }
  return [...entries.values()];
}

/** A calendar of months with 28 days: every date exists in ours too. */
function dateOf(day: number): string {
  const month = MONTHS[Math.floor(day / 28) % 12];
  return `${(day % 28) + 1} ${month} ${FIRST_YEAR + Math.floor(day / 336)}`;
}

/** The entries go behind the passages, about as many behind each, in their order. */
function bind(passages: readonly string[], entries: readonly LogEntry[]): string {
  const share = entries.length / passages.length;
  return passages
    .map((passage, at) => {
      const own = entries.slice(Math.round(at * share), Math.round((at + 1) * share));
      return [passage, ...own.map(({ sentence }) => sentence)].join(' ');
    })
    .join('\n\n');
}
