import type { Question, RowStatus } from '../../contracts/dataset.ts';
import { hashValue } from '../../core/hashing.ts';

/** What is known of a row, for people as a full sentence. */
export interface RowFacts {
  readonly status: RowStatus;
  readonly note: string;
}

const UNVERIFIED: RowFacts = {
  status: 'unverified',
  note: 'Nobody has compared this row with the published one.',
};
const PUBLISHED: RowFacts = {
  status: 'published',
  note: 'The row is identical to the published one.',
};
const REBUILT_SQUAD: RowFacts = {
  status: 'rebuilt',
  note: 'Rebuilt from SQuAD 2.0; all questions and answers are those of the published row.',
};
const REBUILT_BANKING77: RowFacts = {
  status: 'rebuilt',
  note: 'Rebuilt from BANKING77; questions and answers were checked against published runs.',
};
const REBUILT_TREC: RowFacts = {
  status: 'rebuilt',
  note: 'Rebuilt from TREC; questions and answers were checked against published runs.',
};
const PARTIAL_EVENTQA: RowFacts = {
  status: 'partial',
  note: 'Real questions, fewer than published, on a book whose replaced names were inferred.',
};
const PARTIAL_NLU: RowFacts = {
  status: 'partial',
  note: 'Real questions and labels, fewer than published, with a subset of the demonstrations.',
};
const STAND_IN_LONGMEMEVAL: RowFacts = {
  status: 'stand-in',
  note: 'Real conversation histories with questions that were mostly written anew.',
};
const STAND_IN_REDIAL: RowFacts = {
  status: 'stand-in',
  note: 'ReDial dialogues with another choice of test turns than the published one.',
};

/**
 * Rows that somebody has compared with the published ones. One context can serve two datasets,
 * and other questions on a known context make another row, so all three have to match.
 */
const KNOWN: readonly {
  readonly dataset: string;
  /** SHA-256 of the context. */
  readonly context: string;
  /** As `questionsSha256` makes it. */
  readonly questions: string;
  readonly facts: RowFacts;
}[] = [
  {
    dataset: 'ruler_qa1_197K',
    context: '86b44edc1eeb812248f8543fa8a2f97e77a6a4ee12aa7fe0809dc290d1d84293',
    questions: 'e2133671836547d17023201157637ea1d252dd4f18b7ca19fdd4acaee80a1b4c',
    facts: REBUILT_SQUAD,
  },
  {
    dataset: 'eventqa_65536',
    context: '3eb8a32b64eef5950a3dd2630168d3fa9b6ada245e8b256ed7522d1f76de7e62',
    questions: '6257e1d4e9efa3d77681390f4081e09eb101d03d775b22359e9325301e92fee3',
    facts: PARTIAL_EVENTQA,
  },
  {
    dataset: 'eventqa_65536',
    context: 'd55294a488ed900741b946544a6f1e268a384c29db027c6cf10e796f2e1486f9',
    questions: '3d9bcbe81053cfde787de4cb21780bdaf6b1b88a41f3212bd90a9eaa8e14be57',
    facts: PARTIAL_EVENTQA,
  },
  {
    dataset: 'eventqa_65536',
    context: 'fcc5a69f28f0ad1fc685ff0cf3c199ff5ffd39a5d9d73f9651d8d6b2a43b6d49',
    questions: 'dccad5f4c462027357ef1beea6e51f3a999b75ffcf4087bcce550d9004fae432',
    facts: PARTIAL_EVENTQA,
  },
  {
    dataset: 'longmemeval_s*',
    context: 'bdf70655b4556351703e6e6ad6727928a03c92bde03c3f952713783ff8b0daf6',
    questions: '179f4e6de2d64bf535e80676228f50d39afe7ea4b2b18e3a0f039fb077ef25cf',
    facts: STAND_IN_LONGMEMEVAL,
  },
  {
    dataset: 'factconsolidation_mh_6k',
    context: 'e46cb14b53eedd71bf92762974a597d46b001157b6b769c03865dee9641818a1',
    questions: 'e0c0efcf81d7a21f8e150f945dea3c47712c55a887eb7622436b69f3e4ea3e98',
    facts: PUBLISHED,
  },
  {
    dataset: 'factconsolidation_sh_6k',
    context: 'e46cb14b53eedd71bf92762974a597d46b001157b6b769c03865dee9641818a1',
    questions: '9021cba22f6a9eeac7e321439f4a366da46e383c66340a83f01e098ce4f2bfaa',
    facts: PUBLISHED,
  },
  {
    dataset: 'factconsolidation_sh_32k',
    context: '2a44d6ad3264a775596fe6de01994d6b348280303fdd964f82288e2c476a7409',
    questions: 'b95bbaaef9d29b7c6033afefd3451cb9166a46f99751f5521900869e308a849f',
    facts: PUBLISHED,
  },
  {
    dataset: 'factconsolidation_sh_262k',
    context: '9c8ce1ed911d25a3c9d52e5758d9a8d23fa769ded88c5e59dbc1e1a3f6eb1f10',
    questions: 'd2dcaa5200508326f878aa3d7050b8b67eb9ac3da4245f88432493ce2fdfe094',
    facts: PUBLISHED,
  },
  {
    dataset: 'recsys_redial_full',
    context: 'b181b76d01006f2764a4f7e9e0ad1b2c330857a4e44451011c9fd9216248b0c6',
    questions: '03ed9a426b8c5a3e4f3ea8f67ded36dd5a7211598069c87b675ee8b9b7d39c9e',
    facts: STAND_IN_REDIAL,
  },
  {
    dataset: 'icl_banking77_5900shot_balance',
    context: 'da4cefdf785829c3bcdf5572c8dc933e44cb485069e290ed37ac306425200df8',
    questions: '1812c0b8d80371dce9ce3f26f45c0d9d00fb263ec943f178fdf29bb1312c8069',
    facts: REBUILT_BANKING77,
  },
  {
    dataset: 'icl_nlu_8296shot_balance',
    context: 'ffcb6a26842ed35b2280e97ced023cfeee7af7613834648e52c94a882b2fba4c',
    questions: 'a8e69650c4d9c1275355b381b0a3f785d0118ec0c2c6b1f2b0d52fc7007ace51',
    facts: PARTIAL_NLU,
  },
  {
    dataset: 'icl_trec_coarse_6600shot_balance',
    context: '39146950180e7cff4cfd8a259e1b74c2c850440b5fff3116fcb935be11c7dd48',
    questions: '48a18ae6620b1efb85fce523fd2fb7e6829195975a030c0cda10f27969d50b6f',
    facts: REBUILT_TREC,
  },
];

/**
 * Where a row comes from, as far as anybody has looked; `unverified` for every row that is not
 * known.
 *
 * @param contextSha256  Of the context as UTF-8, hexadecimal.
 */
export function knownRow(
  dataset: string,
  contextSha256: string,
  questions: readonly Pick<Question, 'text' | 'answers'>[],
): RowFacts {
  const candidates = KNOWN.filter(
    (row) => row.dataset === dataset && row.context === contextSha256,
  );
  if (candidates.length === 0) return UNVERIFIED;
  const hash = questionsSha256(questions);
  return candidates.find((row) => row.questions === hash)?.facts ?? UNVERIFIED;
}

/** Hash of all questions with their answers, in order. */
export function questionsSha256(questions: readonly Pick<Question, 'text' | 'answers'>[]): string {
  return hashValue(questions.map(({ text, answers }) => [text, answers]));
}
