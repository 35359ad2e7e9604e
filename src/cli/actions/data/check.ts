import type { DataCheck, FileCheck } from '../../../app/data/data-contract.ts';
import { printable } from '../../../app/printable.ts';
import { counted } from '../../../core/number-text.ts';
import { bytesText } from '../../bytes-text.ts';
import { alignColumns } from '../../columns.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';

/** `mab data check SOURCE`: reads every row. Exit code 2 where something is wrong. */
export async function dataCheckAction(
  source: string,
  { json = false }: { readonly json?: boolean },
  io: CliIo,
): Promise<ExitCode> {
  const check = await (await io.loadCommands()).checkData(source);
  io.stdout.write(json ? `${JSON.stringify(check, null, 2)}\n` : printable(checkText(check)));
  return check.problems === 0 ? 0 : 2;
}

function checkText(check: DataCheck): string {
  return [
    `${check.label}\n`,
    ...(check.files.length === 0 ? [] : [filesText(check.files)]),
    rowsText(check),
    countsText(check),
    ...warningsText(check),
    problemsText(check),
  ].join('\n');
}

const LOCK_WORDS: Readonly<Record<FileCheck['lock'], string>> = {
  matches: 'as in the lock',
  differs: 'NOT as in the lock',
  missing: 'MISSING',
  unlisted: 'not in the lock',
  'no-lock': 'no lock to compare with',
};

function filesText(files: readonly FileCheck[]): string {
  return alignColumns([
    ['file', 'size', 'checksum'],
    ...files.map(({ name, size, lock }) => [
      name,
      size === undefined ? '' : bytesText(size),
      LOCK_WORDS[lock],
    ]),
  ]);
}

function rowsText({ rows }: DataCheck): string {
  const good = rows.flatMap((row) => ('problem' in row ? [] : [row]));
  return alignColumns([
    ['context', 'questions', 'characters', 'is', ''],
    ...good.map(({ contextId, questions, contextLength, status, note }) => [
      contextId,
      String(questions),
      String(contextLength),
      status,
      note,
    ]),
  ]);
}

function countsText({ datasets }: DataCheck): string {
  return alignColumns([
    ['dataset', 'contexts', 'questions'],
    ...datasets.map(({ dataset, isKnown, ...counts }) => [
      isKnown ? dataset : `${dataset} (not in the catalogue)`,
      ofText(counts.rows, counts.rowsComplete),
      ofText(counts.questions, counts.questionsComplete),
    ]),
  ]);
}

function ofText(there: number, complete: number | undefined): string {
  return complete === undefined ? String(there) : `${there} of ${complete}`;
}

function warningsText({ rows }: DataCheck): string[] {
  const lines = rows.flatMap((row) =>
    'problem' in row ? [] : row.warnings.map((warning) => `  ${row.contextId}: ${warning}\n`),
  );
  return lines.length === 0 ? [] : [`${counted(lines.length, 'warning')}.\n${lines.join('')}`];
}

function problemsText({ rows, problems }: DataCheck): string {
  const bad = rows.flatMap((row) => ('problem' in row ? [`  ${row.code}: ${row.problem}\n`] : []));
  if (problems === 0) return 'No problems.\n';
  return `${counted(problems, 'problem')}.\n${bad.join('')}`;
}
