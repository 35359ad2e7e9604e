import type { z } from 'zod';
import { nearestNames } from '../../core/nearest.ts';
import type { ConfigDocument, ConfigPath } from './config-document.ts';
import { type ConfigProblem, formatPath, formatReceived, suggestNames } from './config-problem.ts';
import { descriptionAt, optionNamesAt } from './schema-walk.ts';

type Issue = z.core.$ZodIssue;
/** What an issue says, before path, line and received value are put around it. */
type Finding = Pick<ConfigProblem, 'problem' | 'suggestion'>;

/**
 * Turns what zod found into sentences with path, line, received value and the nearest known names.
 */
export function describeIssues(
  issues: readonly Issue[],
  schema: z.ZodType,
  document: ConfigDocument,
): ConfigProblem[] {
  const describe = (issue: Issue, base: ConfigPath): ConfigProblem[] => {
    const path = [...base, ...issue.path];
    const value = valueAt(document.value, path);
    if (issue.code === 'invalid_union') {
      const branch = meantBranch(issue, value);
      if (branch) return branch.flatMap((inner) => describe(inner, path));
    }
    if (issue.code === 'unrecognized_keys') {
      const known = optionNamesAt(schema, path, document.value);
      return issue.keys.map((key) => unknownOption(key, path, known, document));
    }
    const finding =
      value === undefined ? missing(schema, path, document.value) : findingOf(issue, value);
    return [
      {
        ...place(path, document),
        ...finding,
        ...(isShown(issue, value) && { received: formatReceived(value) }),
      },
    ];
  };
  return issues.flatMap((issue) => describe(issue, []));
}

/** Path and line of a problem. */
export function place(path: ConfigPath, document: ConfigDocument): { path: string; line?: number } {
  const line = document.lineOf(path);
  return { path: formatPath(path), ...(line !== undefined && { line }) };
}

/** Not what may be a key, and not `an object` where its being one is not the problem. */
function isShown(issue: Issue, value: unknown): boolean {
  if (value === undefined) return false;
  if (issue.code !== 'custom') return true;
  return issue.params?.secret !== true && typeof value !== 'object';
}

function valueAt(root: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<PropertyKey, unknown> | null | undefined)?.[step],
    root,
  );
}

/**
 * The alternative of a union that the user seems to have meant: the first one whose complaint is
 * more than "this is another kind of thing". Undefined when there is none.
 */
function meantBranch(
  issue: z.core.$ZodIssueInvalidUnion,
  value: unknown,
): readonly Issue[] | undefined {
  return issue.errors.find((branch) => !branch.every((inner) => isOtherKind(inner, value)));
}

function isOtherKind(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_value') return issue.values.length === 1 || typeof value !== 'string';
  return issue.code === 'invalid_type';
}

function unknownOption(
  key: string,
  path: ConfigPath,
  known: readonly string[],
  document: ConfigDocument,
): ConfigProblem {
  const near = nearestNames(key, known);
  const isKey =
    known.includes('apiKeyEnv') &&
    /key|token|secret|password/i.test(key) &&
    near.every((name) => name === 'apiKeyEnv');
  return {
    ...place([...path, key], document),
    problem: 'is not an option',
    suggestion: isKey
      ? 'keys never stand in a configuration: ' +
        'put yours into an environment variable and give its name as apiKeyEnv'
      : suggestNames(near, known),
  };
}

function missing(schema: z.ZodType, path: ConfigPath, value: unknown): Finding {
  const description = descriptionAt(schema, path, value);
  return { problem: 'is required', ...(description && { suggestion: description }) };
}

function findingOf(issue: Issue, value: unknown): Finding {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, value);
    case 'invalid_value':
      return unknownName(issue.values.map(String), value);
    case 'invalid_union':
      return wrongUnion(issue, value);
    case 'too_small':
      if (issue.origin === 'array' && issue.minimum === 1) return { problem: 'must not be empty' };
      return { problem: `must be at least ${issue.minimum}${unitOf(issue.origin)}` };
    case 'too_big':
      return { problem: `must be at most ${issue.maximum}${unitOf(issue.origin)}` };
    default:
      return { problem: issue.message };
  }
}

function unitOf(origin: string): string {
  if (origin === 'array') return ' entries long';
  return origin === 'string' ? ' characters long' : '';
}

function wrongUnion(issue: z.core.$ZodIssueInvalidUnion, value: unknown): Finding {
  if ('options' in issue && Array.isArray(issue.options)) {
    return unknownName(issue.options.map(String), value);
  }
  const accepted = issue.errors.flatMap((branch) => branch.map(acceptedForm));
  return { problem: `must be ${[...new Set(accepted)].join(' or ')}` };
}

function acceptedForm(issue: Issue): string {
  if (issue.code === 'invalid_type') return typeName(issue.expected);
  if (issue.code === 'invalid_value' && issue.values.length === 1) return String(issue.values[0]);
  return 'a known name';
}

function unknownName(known: readonly string[], value: unknown): Finding {
  if (known.length === 1) return { problem: `must be ${known[0]}` };
  const near = typeof value === 'string' ? nearestNames(value, known) : [];
  return { problem: 'is not a known name', suggestion: suggestNames(near, known) };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function typeName(expected: string): string {
  return TYPE_NAMES[expected] ?? expected;
}

function wrongType(expected: string, value: unknown): Finding {
  const problem = `must be ${typeName(expected)}`;
  if (expected === 'string' && typeof value === 'number') {
    return { problem, suggestion: `put it in quotes: "${value}"` };
  }
  const numeric =
    typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  if ((expected === 'number' || expected === 'int') && numeric) {
    return { problem, suggestion: 'leave the quotes out' };
  }
  return { problem };
}
