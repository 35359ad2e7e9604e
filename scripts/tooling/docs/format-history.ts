/** One version of a stored format. */
export interface FormatVersion {
  readonly format: string;
  readonly version: number;
  /** The release that wrote it first. */
  readonly since: string;
  readonly change: string;
}

/** All versions that were ever written; a test demands the present one of every format. */
export const FORMAT_HISTORY: readonly FormatVersion[] = [
  { format: 'manifest', version: 1, since: '0.1.0', change: 'The first.' },
  { format: 'answerRecord', version: 1, since: '0.1.0', change: 'The first.' },
  { format: 'scoreRecord', version: 1, since: '0.1.0', change: 'The first.' },
  { format: 'unitTimings', version: 1, since: '0.1.0', change: 'The first.' },
  { format: 'unitCommit', version: 1, since: '0.1.0', change: 'The first.' },
  {
    ...{ format: 'answerRecord', version: 2, since: '0.2.0' },
    change: '`usage.cacheWriteTokens`, `retrieved[].tokens`, the finish reason `tool`.',
  },
  {
    ...{ format: 'scoreRecord', version: 2, since: '0.2.0' },
    change: '`notes`; scores of retrieval stand beside those of the answer.',
  },
  {
    ...{ format: 'unitCommit', version: 2, since: '0.2.0' },
    change: '`usage.cacheWriteTokens` in the costs.',
  },
  {
    ...{ format: 'unitTimings', version: 2, since: '0.3.0' },
    change: '`served`, of the unit and of each question: who served how many calls.',
  },
  { format: 'unitFailure', version: 1, since: '0.1.0', change: 'The first.' },
  { format: 'RunReport', version: 1, since: '0.1.0', change: 'The first.' },
];
