import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { FolderFormat } from '../../contracts/export.ts';
import { errorMessage, MabError } from '../../core/errors.ts';
import type { RunId } from '../../core/ids.ts';
import { readManifest } from '../../run/manifest.ts';
import type { RowVisitor } from '../../run/report/question-row.ts';
import { buildReport } from '../../run/report/run-report.ts';
import { createInspectLogs, type ExportedFile } from '../../run/report-format/inspect-log.ts';
import { findRun } from '../find-run.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import type { ExportCommands, ExportedFolder, ExportOptions } from './export-contract.ts';
import { writeUpstream } from './upstream-writer.ts';

async function exportFolder(
  workspaceFolder: string,
  run: string,
  { format, out, judging }: ExportOptions,
): Promise<ExportedFolder> {
  await using workspace = await openWorkspace(workspaceFolder, { create: false });
  const runId = await findRun(workspace.store, run);
  const files = await WRITERS[format](workspace, { runId, judging });
  const folder = resolve(out);
  for (const { name, data } of files) await writeInto(folder, name, data);
  return {
    ...{ runId, folder },
    files: files.map(({ name, data }) => ({ name, bytes: Buffer.byteLength(data) })),
  };
}

interface Wanted {
  readonly runId: RunId;
  readonly judging: string | undefined;
}

const WRITERS: Readonly<
  Record<FolderFormat, (workspace: Workspace, wanted: Wanted) => Promise<readonly ExportedFile[]>>
> = {
  async inspect(workspace, { runId, judging }) {
    const { reader } = await readManifest(workspace.store, runId);
    const logs = createInspectLogs(reader.model);
    return logs.finish(await buildReport(workspace, runId, logs.add, judging));
  },
  async memoryagentbench(workspace, { runId, judging }) {
    const report = (add: RowVisitor) => buildReport(workspace, runId, add, judging);
    return await writeUpstream(workspace, runId, report);
  },
};

async function writeInto(folder: string, name: string, data: string): Promise<void> {
  const path = join(folder, name);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, data);
  } catch (error) {
    throw new MabError('EXPORT_NOT_WRITTEN', `${path} cannot be written: ${errorMessage(error)}.`, {
      blame: 'environment',
      hint: 'Give --out a folder that has space and takes files of yours.',
      cause: error,
    });
  }
}

/** What `mab export` asks for. */
export const exportCommands: ExportCommands = { exportFolder };
