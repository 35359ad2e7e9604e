import type { FolderFormat } from '../../contracts/export.ts';
import { bytesText } from '../bytes-text.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';

interface ExportFlags {
  readonly workspace: string;
  readonly format: FolderFormat;
  readonly out: string;
  readonly judging?: string;
  readonly json?: boolean;
}

/** `mab export RUN`: a run as files of another program. */
export async function exportAction(
  run: string,
  { workspace, json = false, ...options }: ExportFlags,
  io: CliIo,
): Promise<ExitCode> {
  const { exportFolder } = await (await io.loadCommands()).exports();
  const exported = await exportFolder(workspace, run, options);
  if (json) {
    io.stdout.write(`${JSON.stringify(exported, null, 2)}\n`);
    return 0;
  }
  const lines = exported.files.map(({ name, bytes }) => `${name}  ${bytesText(bytes)}`);
  io.stdout.write(`${[...lines, `written to ${exported.folder}`].join('\n')}\n`);
  return 0;
}
