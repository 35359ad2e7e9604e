import { invariant } from '../../../core/errors.ts';
import { createRandom, type Random, shuffled } from '../../../core/random.ts';
import { countTokens } from '../../chunking/token-count.ts';
import { pick } from './cast.ts';
import { drawFilms, type Film } from './film-names.ts';
import type { OpenQuestion, OpenText } from './open-text.ts';
import { fillTemplate } from './phrasing.ts';
import { TALK_ENDS, TALK_OPENINGS, TALK_TURNS, TALK_WISHES } from './talk-phrases.ts';

/** Measured; only decides how many circles there are. */
const TOKENS_PER_TALK = 120;
const TALKS_PER_CIRCLE = 5;
const CIRCLES_MIN = 8;
const CIRCLES_MAX = 400;
/** Two of them stand in a question, the others are its answers. */
const FILMS_PER_CIRCLE = 6;
/** Dialogues of a circle that are shown as evidence: the first ones, which name all its films. */
const EVIDENCE = 6;

/** Films that the same people like; no film is in two circles. */
interface Circle {
  readonly films: readonly Film[];
  /** Dialogues about it, word for word. */
  readonly talks: string[];
}

/**
 * Dialogues in which people who like a film are recommended films of its circle, and dialogues to
 * be continued. What a circle is can be learned from the dialogues alone: every film of a circle
 * is named together with others of it. Each dialogue also names a film that the seeker dislikes,
 * of another circle, which misleads whoever only counts.
 */
export function createFilmTalks(seed: number, contextTokens: number, count: number): OpenText {
  const random = createRandom(`open-recsys ${seed} ${contextTokens}`);
  const { circles, films } = drawCircles(random, contextTokens);
  const talks: string[] = [];
  let left = contextTokens;
  while (left > 0) {
    for (const circle of shuffled(circles, random)) {
      const numbered = `Dialogue ${talks.length + 1}:\n${talk(random, circle, circles)}`;
      left -= countTokens(`${numbered}\n\n`);
      if (left < 0) break;
      talks.push(numbered);
      circle.talks.push(numbered);
    }
  }
  return {
    context: talks.join('\n\n'),
    questions: chooseQuestions(random, circles, count),
    items: { ids: films.map(({ id }) => id), names: films.map(({ title }) => title) },
  };
}

function drawCircles(random: Random, contextTokens: number) {
  const wanted = Math.floor(contextTokens / TOKENS_PER_TALK / TALKS_PER_CIRCLE);
  const size = Math.min(CIRCLES_MAX, Math.max(CIRCLES_MIN, wanted));
  const films = drawFilms(random, size * FILMS_PER_CIRCLE);
  const circles = Array.from(
    { length: size },
    (_, at): Circle => ({
      films: films.slice(at * FILMS_PER_CIRCLE, (at + 1) * FILMS_PER_CIRCLE),
      talks: [],
    }),
  );
  // The order of the table says nothing about circles.
  return { circles, films: films.toSorted((a, b) => (a.title < b.title ? -1 : 1)) };
}

/** A whole dialogue; over its dialogues a circle's films take turns, so that each is named. */
function talk(random: Random, circle: Circle, circles: readonly Circle[]): string {
  const turn = circle.talks.length * 2;
  const films = [0, 1, 2, 3].map((at) => circle.films[(turn + at) % FILMS_PER_CIRCLE] as Film);
  const [a, b, c, d] = films.map(({ mention }) => mention);
  const values = { a, b, c, d, x: strangerTo(random, circle, circles).mention };
  const lines = [TALK_OPENINGS, TALK_TURNS, TALK_WISHES, TALK_ENDS];
  return lines.map((forms) => fillTemplate(pick(random, forms), values)).join('\n');
}

/** A film of another circle. */
function strangerTo(random: Random, circle: Circle, circles: readonly Circle[]): Film {
  for (;;) {
    const other = pick(random, circles);
    if (other !== circle) return pick(random, other.films);
  }
}

/** Each circle in turn, with two of its films, in ever new pairs. */
function chooseQuestions(
  random: Random,
  circles: readonly Circle[],
  count: number,
): OpenQuestion[] {
  const questions = new Map<string, OpenQuestion>();
  const order = shuffled(circles, random);
  for (let turn = 0; questions.size < count; turn++) {
    const circle = order[turn % order.length];
    invariant(circle && turn < 100 * count, 'the circles hold too few questions');
    const [first, second, ...rest] = shuffled(circle.films, random);
    const x = strangerTo(random, circle, circles).mention;
    const values = { a: first?.mention, b: second?.mention, x };
    const lines = [TALK_OPENINGS, TALK_TURNS, TALK_WISHES];
    const text = lines.map((forms) => fillTemplate(pick(random, forms), values)).join('\n');
    questions.set(`${first?.id} ${second?.id}`, {
      text: `${text}\nSystem:`,
      answers: rest.map(({ id }) => id) as [string, ...string[]],
      evidence: circle.talks.slice(0, EVIDENCE),
    });
  }
  return [...questions.values()];
}
