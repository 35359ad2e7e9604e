import type { Question } from '../../../contracts/dataset.ts';
import type { Capabilities } from '../../../contracts/memory-method.ts';
import { MabError } from '../../../core/errors.ts';
import { sha256 } from '../../../core/hashing.ts';
import type { DatasetFamily } from '../../datasets/dataset-entry.ts';
import type { CellPrompts, PromptBook } from '../cell-prompts.ts';
import { formatTemplate, templateFields } from './format-template.ts';
import { type PythonLiteral, readPythonLiterals } from './python-literals.ts';

/** The name of the table in the file. Source: `utils/templates.py` of the reference. */
const TABLE = 'BASE_TEMPLATES';

/** What the table calls a family. The open corpus has a family of its own, and no templates. */
const FAMILIES: Readonly<Partial<Record<DatasetFamily, string>>> = {
  'ruler-qa': 'ruler_qa',
  eventqa: 'eventqa',
  icl: 'in_context_learning',
  longmemeval: 'longmemeval',
  recsys: 'recsys_redial',
  'infbench-sum': 'infbench_sum',
  'detective-qa': 'detective_qa',
  'fact-consolidation': 'factconsolidation',
};

/** What it calls a kind of agent. */
const AGENTS: Readonly<Record<Capabilities['answerMode'], string>> = {
  'full-context': 'long_context_agent',
  'retrieve-then-read': 'rag_agent',
  'self-answering': 'agentic_memory_agent',
};

/** Instead of the wall clock, which would make every run another one. */
export const TIME_STAMP = '2025-01-01 00:00:00';

const CHUNK_FIELDS = ['context', 'time_stamp'];

/** What a template of questions may hold; never an answer. */
function questionValues({ text, date = '', type = '', sourceId = '', qaPairId = '' }: Question) {
  return {
    ...{ question: text, question_dates: date, question_types: type },
    ...{ question_ids: sourceId, qa_pair_ids: qaPairId },
  };
}

const QUESTION_FIELDS = Object.keys(questionValues({ id: '', index: 0, text: '', answers: [] }));

/**
 * Prompts out of a template file of the Python project, laid out as its code does.
 *
 * @param bytes  The file, in UTF-8; its hash is the version of the book.
 * @throws {MabError} PROMPTS_INVALID; `promptsOf` throws it too, for what a cell has no template.
 */
export function templatePrompts(bytes: Uint8Array, fileName: string): PromptBook {
  const names = readPythonLiterals(Buffer.from(bytes).toString('utf8'), fileName);
  const table = names.read(TABLE);
  return {
    version: `templates ${sha256(bytes)}`,
    promptsOf(family, answerMode) {
      const find = (...path: string[]): string => textAt(table, path, fileName);
      const name = FAMILIES[family];
      if (name === undefined) throw invalid(fileName, `has no templates for ${family}`);
      const agent = AGENTS[answerMode];
      const memorize = find(name, 'memorize', agent);
      const ask = find(name, 'query', agent);
      checkFields(memorize, CHUNK_FIELDS, { fileName, place: `${name}.memorize` });
      checkFields(ask, QUESTION_FIELDS, { fileName, place: `${name}.query.${agent}` });
      return cellPrompts(find(name, 'system', agent), memorize, ask);
    },
  };
}

function cellPrompts(system: string, memorize: string, ask: string): CellPrompts {
  return {
    system,
    memorize: (context) => formatTemplate(memorize, { context, time_stamp: TIME_STAMP }),
    query(question) {
      const message = formatTemplate(ask, questionValues(question));
      return { message, publishedText: searchedFor(message), layout: 'published' };
    },
  };
}

const MARKS = [/Now Answer the Question:\s*(.*)/s, /Here is the conversation:\s*(.*)/s];

/** Source: `_extract_retrieval_query` in `agent.py` of the reference. */
function searchedFor(message: string): string {
  for (const mark of MARKS) {
    const found = mark.exec(message);
    if (found) return found[1] ?? '';
  }
  return message;
}

/** The text at a path whose last step, the kind of agent, is left out where all have the same. */
function textAt(table: PythonLiteral, path: readonly string[], fileName: string): string {
  let at: PythonLiteral | undefined = table;
  for (const [step, name] of path.entries()) {
    if (typeof at === 'string' && step === path.length - 1) return at;
    at = typeof at === 'object' ? at.get(name) : undefined;
  }
  if (typeof at === 'string') return at;
  throw invalid(fileName, `has no text at ${[TABLE, ...path].join('.')}`);
}

function checkFields(
  template: string,
  known: readonly string[],
  { fileName, place }: { readonly fileName: string; readonly place: string },
): void {
  const fields = templateFields(template);
  if (!fields) throw invalid(fileName, `has more than plain {names} in braces at ${place}`);
  const other = fields.find((field) => !known.includes(field));
  if (other === undefined) return;
  throw invalid(fileName, `asks for {${other}} at ${place}; there is only ${known.join(', ')}`);
}

function invalid(fileName: string, reason: string): MabError {
  return new MabError('PROMPTS_INVALID', `${fileName} ${reason}.`, {
    hint: 'Name utils/templates.py of a checkout of the Python project, or use no --prompts.',
  });
}
