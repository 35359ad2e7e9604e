import { createRandom, randomInt } from '../../../core/random.ts';
import { LONGMEMEVAL_TYPES } from '../question-columns.ts';
import { NO_METADATA, type PublishedRow, pairIds, type Turn } from './published-file.ts';

const THINGS = ['kettle', 'bicycle', 'lamp', 'clarinet', 'kayak', 'tent', 'camera', 'violin'];
const TOWNS = ['Lund', 'Porto', 'Graz', 'Ghent', 'Turku', 'Cork', 'Brno', 'Lecce'];
const DATE = '2023/05/30 (Tue) 23:40';

/** A context as LongMemEval's are: printed lists of turns, a few sessions for each question. */
export function conversationRow(dataset: string, seed: number, count: number): PublishedRow {
  const random = createRandom(`conversation ${seed}`);
  const asked = Array.from({ length: count }, (_, index) => {
    const thing = THINGS[index % THINGS.length] ?? '';
    const town = TOWNS[randomInt(random, TOWNS.length)] ?? '';
    const filler = Array.from({ length: 3 }, (_, at) => chat(`${thing} ${at}`, randomInt(random, 90)));
    return { thing, town, sessions: [...filler, boughtIn(thing, town)] };
  });
  const sessions = asked.flatMap((question) => question.sessions);
  return {
    context: printed(sessions),
    questions: asked.map(
      ({ thing }) => `Current Date: ${DATE},\n\n Now Answer the Question: Where did I buy my ${thing}?`,
    ),
    answers: asked.map(({ town }) => [town]),
    metadata: {
      ...NO_METADATA,
      haystack_sessions: asked.map((question) => question.sessions),
      qa_pair_ids: pairIds(dataset, count),
      question_dates: asked.map(() => DATE),
      question_ids: asked.map((_, index) => `${seed}f${index}${index % 2 === 1 ? '_abs' : ''}`),
      question_types: asked.map(
        (_, index) => LONGMEMEVAL_TYPES[index % LONGMEMEVAL_TYPES.length] ?? '',
      ),
      source: dataset,
    },
  };
}

function boughtIn(thing: string, town: string): Turn[] {
  return [
    turn('user', `I'm back from ${town}.\nI bought my ${thing} there, said "yes" at once.`, true),
    turn('assistant', `A ${thing} from ${town}! How lovely.`),
  ];
}

function chat(about: string, number: number): Turn[] {
  const advice = `Here is advice ${number} about the ${about}. `;
  return [
    turn('user', `Tell me something about a ${about}.`),
    turn('assistant', advice.repeat(6).trim()),
  ];
}

const turn = (role: string, content: string, has_answer = false): Turn => ({
  ...{ content, has_answer, role },
});

/** As Python prints a list of times and sessions. */
function printed(sessions: readonly (readonly Turn[])[]): string {
  const parts = sessions.flatMap((session, at) => [
    pythonText(`Chat Time: 2023/05/${String(1 + (at % 28)).padStart(2, '0')} (Mon) 10:0${at % 10}`),
    `[${session
      .map(({ role, content }) => {
        return `{'role': ${pythonText(role)}, 'content': ${pythonText(content ?? '')}}`;
      })
      .join(', ')}]`,
  ]);
  return `[${parts.join(', ')}]`;
}

function pythonText(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  if (!text.includes("'")) return `'${escaped}'`;
  return text.includes('"') ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped}"`;
}
