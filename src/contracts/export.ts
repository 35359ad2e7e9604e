/** Formats of other programs that a run can be written in, each as several files. */
export const FOLDER_FORMATS = ['inspect', 'memoryagentbench'] as const;
export type FolderFormat = (typeof FOLDER_FORMATS)[number];
