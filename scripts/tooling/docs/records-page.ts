import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import * as records from '../../../src/contracts/records.ts';
import { unitFailureSchema } from '../../../src/run/failures.ts';
import { manifestSchema } from '../../../src/run/manifest.ts';
import { ROOT } from '../list-files.ts';
import { type DocumentedDeclaration, readDeclarations } from './documented-members.ts';
import { FORMAT_HISTORY } from './format-history.ts';

/** A stored format that a schema checks when it is read. */
export interface StoredFormat {
  readonly name: string;
  readonly schema: z.ZodObject;
}

const SCHEMAS: Readonly<Record<string, unknown>> = {
  ...records,
  manifestSchema,
  unitFailureSchema,
};

/** Where a format lies in a workspace. */
const PLACES: Readonly<Record<string, string>> = {
  manifest: '`store/runs/<run>/manifest.json`',
  unitFailure: '`store/runs/<run>/failures/<unit>.json`',
  answerRecord: '`store/units/<unit>/records-<hash>.jsonl`, one a line',
  scoreRecord: '`store/units/<unit>/scores-<hash>.jsonl`, one a line',
  unitTimings: '`store/units/<unit>/timings-<hash>.json`',
  unitCommit: '`store/units/<unit>/commit.json`',
  UsedCall:
    '`store/units/<unit>/calls-<hash>.jsonl.gz`, and `embeddings-<hash>.jsonl.gz` for vectors: ' +
    'lines with `"v": 1, "type": "use"`',
  AttemptRow: '`store/units/<unit>/calls-<hash>.jsonl.gz`: lines with `"v": 1, "type": "attempt"`',
  RunReport: '`mab run --json`, `mab report RUN --format json`; not stored',
};

/** The formats that are stored, in the order of the page. */
export function storedFormats(): StoredFormat[] {
  return ['src/run/manifest.ts', 'src/contracts/records.ts', 'src/run/failures.ts'].flatMap(
    (path) =>
      declarationsOf(path).flatMap(({ name }) => {
        const schema = SCHEMAS[name];
        return schema instanceof z.ZodObject ? [{ name: shortName(name), schema }] : [];
      }),
  );
}

/** `docs/reference/records.md`, made from the schemas and interfaces, and their docstrings. */
export function recordsPage(): string {
  const comments = [
    ...declarationsOf('src/run/manifest.ts'),
    ...declarationsOf('src/contracts/records.ts'),
    ...declarationsOf('src/run/failures.ts'),
  ];
  return [
    '# Record formats',
    '<!-- Made by `npm run docs` from src/contracts, src/run/manifest.ts and src/run/failures.ts; a test keeps it ' +
      'fresh. -->',
    'What a workspace (`.mab`) holds and what programs may read. Objects are JSON; money is a decimal string of ' +
      'pico-dollars (10⁻¹² US dollars), times are milliseconds, scores lie in [0, 1]. A format has a version `v`; ' +
      'older versions stay readable. The ledger (`ledger.sqlite`) is no format for others: all that it knows of a ' +
      'finished unit is sealed in the store.',
    ...storedFormats().map((format) => schemaSection(format, comments)),
    ...interfaceSections('src/contracts/gateway.ts', ['UsedCall', 'AttemptRow']),
    ...interfaceSections('src/contracts/report.ts'),
    '## Versions',
    `| format | version | since | what changed |\n| --- | --- | --- | --- |\n${FORMAT_HISTORY.map(
      ({ format, version, since, change }) => `| ${format} | ${version} | ${since} | ${change} |`,
    ).join('\n')}`,
    '',
  ].join('\n\n');
}

function declarationsOf(path: string): DocumentedDeclaration[] {
  return readDeclarations(readFileSync(join(ROOT, path), 'utf8'));
}

function shortName(name: string): string {
  return name.replace(/Schema$/, '');
}

function heading(name: string, meaning: string): string {
  const place = PLACES[name] === undefined ? '' : `${PLACES[name]}.`;
  return [`## ${name}`, [meaning, place].filter((text) => text !== '').join('\n\n')]
    .filter((text) => text !== '')
    .join('\n\n');
}

type Row = readonly [field: string, type: string, meaning: string];

function schemaSection(
  { name, schema }: StoredFormat,
  comments: readonly DocumentedDeclaration[],
): string {
  const own = comments.find((one) => shortName(one.name) === name);
  const meaningOf = (path: readonly string[]): string =>
    own?.members.find((member) => member.path.join() === path.join())?.meaning ?? '';
  return `${heading(name, own?.meaning ?? '')}\n\n${table(rowsOf(schema, '', [], meaningOf))}`;
}

function rowsOf(
  { shape }: z.ZodObject,
  prefix: string,
  above: readonly string[],
  meaningOf: (path: readonly string[]) => string,
): Row[] {
  return Object.entries(shape).flatMap(([name, member]): Row[] => {
    const path = [...above, name];
    const { schema, optional, list, described } = unwrapped(member);
    const field = `${prefix}${name}`;
    const meaning = [meaningOf(path), described ?? ''].filter((text) => text !== '').join(' ');
    const type = `${list ? 'list of ' : ''}${typeOf(schema)}${optional ? ', optional' : ''}`;
    const isOwnObject = schema instanceof z.ZodObject && namedFormat(schema) === undefined;
    const inner = isOwnObject
      ? rowsOf(schema, `${field}${list ? '[]' : ''}.`, path, meaningOf)
      : [];
    return [[code(field), type, meaning], ...inner];
  });
}

function unwrapped(member: z.core.$ZodType) {
  let schema = member;
  let [optional, list] = [false, false];
  let described = z.globalRegistry.get(schema)?.description;
  for (;;) {
    if (schema instanceof z.ZodOptional) {
      optional = true;
      schema = schema.unwrap();
    } else if (schema instanceof z.ZodArray) {
      list = true;
      schema = schema.element;
    } else {
      return { schema, optional, list, described };
    }
    described ??= z.globalRegistry.get(schema)?.description;
  }
}

function namedFormat(schema: z.core.$ZodType): string | undefined {
  const found = Object.entries(SCHEMAS).find(([, one]) => one === schema);
  return found && shortName(found[0]);
}

function typeOf(schema: z.core.$ZodType): string {
  const name = namedFormat(schema);
  if (name !== undefined) return `[${name}](#${name.toLowerCase()})`;
  if (schema instanceof z.ZodRecord) {
    return `object, ${typeOf(schema.keyType)} → ${typeOf(schema.valueType)}`;
  }
  const {
    type,
    enum: values,
    const: value,
  } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  });
  if (value !== undefined) return code(JSON.stringify(value));
  if (values) return values.map((one) => code(String(one))).join(', ');
  return type === undefined ? 'anything' : [type].flat().join(' or ');
}

function interfaceSections(path: string, names?: readonly string[]): string[] {
  return declarationsOf(path)
    .filter(({ name }) => names?.includes(name) ?? true)
    .map(({ name, meaning, members }) => {
      const rows = members.map(({ path, type, optional, meaning }): Row => {
        const shown =
          type === '' || type.endsWith('{') ? 'object' : code(type.replaceAll('readonly ', ''));
        return [code(path.join('.')), `${shown}${optional ? ', optional' : ''}`, meaning];
      });
      return `${heading(name, meaning)}\n\n${table(rows)}`;
    });
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(
    (row) => `| ${row.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  return `| field | type | meaning |\n| --- | --- | --- |\n${lines.join('\n')}`;
}

function code(text: string): string {
  return `\`${text}\``;
}
