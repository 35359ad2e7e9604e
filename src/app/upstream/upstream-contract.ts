import type { TranslatedRun } from '../../run/upstream/translate-upstream.ts';

/** Paths of files of the Python project. */
export interface UpstreamPaths {
  readonly agentPath: string;
  readonly datasetPaths: readonly string[];
  /** Folder with the published files; absent: what `mab data pull` left. */
  readonly dataFolder?: string;
  /** Its file of templates. */
  readonly promptsPath?: string;
}

/** What is asked of the application about the Python project. */
export interface UpstreamCommands {
  /**
   * Its configuration files as a configuration of mab, whose paths are absolute.
   * @throws {MabError} FILE_MISSING, NO_PERMISSION, FILE_KIND; what `translateUpstream` throws.
   */
  translate(paths: UpstreamPaths): Promise<TranslatedRun>;
}
