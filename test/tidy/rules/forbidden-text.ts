import {
  isCode,
  linesMatching,
  type Problem,
  type Rule,
  type SourceFile,
} from '../reading/source-file.ts';

interface ForbiddenText {
  readonly pattern: RegExp;
  readonly reason: string;
  readonly applies: (path: string) => boolean;
  /** Where to look: everything, or code without comments and strings. */
  readonly within: 'text' | 'code';
}

const everywhere = (): boolean => true;

const FORBIDDEN: readonly ForbiddenText[] = [
  {
    pattern: /\bregistry\.[a-z0-9-]+\.[a-z]{2,}|"resolved": "https?:/,
    reason:
      'a registry host: the lockfile and the sources name packages, not where they are fetched',
    applies: everywhere,
    within: 'text',
  },
  {
    pattern: /(?:^|[\s'"`(=])\/(?:root|home\/\w+|Users\/\w+)\//,
    reason: 'an absolute path of one machine: take it as an argument',
    applies: everywhere,
    within: 'text',
  },
  {
    pattern: /['"`]\/tmp\//,
    reason: 'an absolute temporary path: ask the operating system for one',
    applies: (path) => path.startsWith('src/'),
    within: 'text',
  },
  {
    pattern: /\b(?:test|it|describe|suite)\.only\(|\bonly:\s*true/,
    reason: 'a test left on "only" hides all others',
    applies: isCode,
    within: 'code',
  },
  {
    pattern: /\b(?:TODO|FIXME|XXX)\b/,
    reason: 'unfinished work is an issue, not a comment',
    applies: isCode,
    within: 'text',
  },
];

/** The rules and their tests have to write what they forbid. */
const EXEMPT = 'test/tidy/';

/** Words that must not appear. */
export const forbiddenText: Rule = (files) =>
  files.filter(({ path }) => !path.startsWith(EXEMPT)).flatMap(checkFile);

function checkFile(file: SourceFile): Problem[] {
  return FORBIDDEN.filter(({ applies }) => applies(file.path)).flatMap(
    ({ pattern, reason, within }) =>
      linesMatching(file, within === 'code' ? file.codeLines : file.lines, pattern, reason),
  );
}
