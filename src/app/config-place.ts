/** Where a configuration is. */
export interface ConfigPlace {
  /** What is relative in it is so to this file's folder. */
  readonly configPath: string;
  /** The configuration itself, where there is no such file. */
  readonly configText?: string;
  /** File of templates instead of the configuration's. */
  readonly promptsPath?: string;
}
