import { invariant } from '../../../core/errors.ts';
import { createRandom, type Random, randomInt, shuffled } from '../../../core/random.ts';
import { countTokens } from '../../chunking/token-count.ts';
import { drawCast, type Entity, pick } from './cast.ts';
import { EVENT_CLOSERS, EVENT_FORMS, EVENT_OPENERS } from './event-phrases.ts';
import { TOWNS } from './names.ts';
import type { OpenQuestion, OpenText } from './open-text.ts';
import { fillTemplate } from './phrasing.ts';
import { BELONGINGS } from './value-pools.ts';

/** Measured; only decides how many persons there are. */
const TOKENS_PER_EVENT = 24;
const EVENTS_PER_PERSON = 14;
const PERSONS_MIN = 12;
const PERSONS_PER_SCENE = 3;
const EVENTS_PER_SCENE = { min: 3, max: 5 };
const SCENES_PER_CHAPTER = 12;

const OPTIONS = 6;
/** Events that a question tells before it asks for the next one. */
const EVENTS_TOLD = 3;
/** Wrong options happen at least this many events before or after the right one. */
const DISTANCE_MIN = 8;

/** Something that happens once in the story. */
interface StoryEvent {
  /** As an option: `Ann Coffin sold the sextant to Luke Page.` */
  readonly text: string;
  /** As in the story, with an opening and an end: the option's words stand in it, in a row. */
  readonly sentence: string;
  readonly person: Entity;
}

/**
 * An invented story, and questions for what happens next. All options are events of the story and
 * have the same person in them, so neither words nor names tell which one is right: only their
 * order in the story does. Each event happens once.
 */
export function createEventStory(seed: number, contextTokens: number, count: number): OpenText {
  const random = createRandom(`open-event ${seed} ${contextTokens}`);
  const persons = Math.ceil(contextTokens / TOKENS_PER_EVENT / EVENTS_PER_PERSON);
  const cast = drawCast(random, {
    person: Math.max(PERSONS_MIN, persons),
    ship: 0,
    firm: 0,
    town: 0,
  });
  const { context, events } = tellStory(random, cast.person, contextTokens);
  return { context, questions: chooseQuestions(random, events, count) };
}

function tellStory(random: Random, cast: readonly Entity[], contextTokens: number) {
  const events: StoryEvent[] = [];
  const told = new Set<string>();
  const paragraphs: string[] = [];
  let left = contextTokens;
  for (let scene = 0; left > 0; scene++) {
    const present = Array.from({ length: PERSONS_PER_SCENE }, () => pick(random, cast));
    const { min, max } = EVENTS_PER_SCENE;
    const happening = Array.from({ length: min + randomInt(random, max - min + 1) }, () =>
      newEvent(random, { person: pick(random, present), cast, told }),
    );
    const paragraph = happening.map(({ sentence }) => sentence).join(' ');
    const heading =
      scene % SCENES_PER_CHAPTER === 0 ? [`Chapter ${scene / SCENES_PER_CHAPTER + 1}`] : [];
    const added = [...heading, paragraph];
    left -= countTokens(`${added.join('\n\n')}\n\n`);
    paragraphs.push(...added);
    events.push(...happening);
  }
  return { context: paragraphs.join('\n\n'), events };
}

interface Scene {
  readonly person: Entity;
  readonly cast: readonly Entity[];
  /** What has happened already, and must not happen again. */
  readonly told: Set<string>;
}

function newEvent(random: Random, { person, cast, told }: Scene): StoryEvent {
  for (;;) {
    const other = pick(random, cast);
    const values = {
      p: person.name,
      o: other.name,
      t: pick(random, BELONGINGS),
      w: pick(random, TOWNS),
    };
    const core = fillTemplate(pick(random, EVENT_FORMS), values);
    if (other === person || told.has(core)) continue;
    told.add(core);
    const sentence = `${pick(random, EVENT_OPENERS)}, ${core}${pick(random, EVENT_CLOSERS)}.`;
    return { text: `${core}.`, sentence, person };
  }
}

function chooseQuestions(
  random: Random,
  events: readonly StoryEvent[],
  count: number,
): OpenQuestion[] {
  const byPerson = Map.groupBy([...events.keys()], (at) => events[at]?.person.name ?? '');
  const questions = shuffled([...events.keys()].slice(EVENTS_TOLD), random).flatMap((at) => {
    const others = (byPerson.get(events[at]?.person.name ?? '') ?? []).filter(
      (other) => Math.abs(other - at) >= DISTANCE_MIN,
    );
    const wrong = shuffled(others, random).slice(0, OPTIONS - 1);
    return wrong.length < OPTIONS - 1 ? [] : [ask(events, at, shuffled([at, ...wrong], random))];
  });
  invariant(questions.length >= count, `the story holds ${questions.length} questions only`);
  return questions.slice(0, count);
}

function ask(events: readonly StoryEvent[], at: number, options: readonly number[]): OpenQuestion {
  const [right, last] = [eventAt(events, at), eventAt(events, at - 1)];
  const before = events.slice(at - EVENTS_TOLD, at).map(({ text }, n) => `${n + 1}. ${text}`);
  const listed = options.map((option) => `'${eventAt(events, option).text}'`).join(', ');
  return {
    text:
      `These events of the story followed one another:\n\n${before.join('\n')}\n\n` +
      `One of these events comes next:\n\n[${listed}]\n\nWhich one?`,
    answers: [right.text],
    evidence: [last.sentence, right.sentence],
  };
}

function eventAt(events: readonly StoryEvent[], at: number): StoryEvent {
  const event = events[at];
  invariant(event, `the story has no event ${at}`);
  return event;
}
