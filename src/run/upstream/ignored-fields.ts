import type { UpstreamAgent, UpstreamDataset } from './upstream-files.ts';

const USED = new Set([
  ...['agent_name', 'model', 'temperature', 'input_length_limit', 'buffer_length'],
  ...['retrieve_num', 'sub_dataset', 'chunk_size', 'generation_max_length', 'max_test_samples'],
]);

/** Why a field changes nothing. */
const REASONS: Readonly<Record<string, string>> = {
  output_dir: 'results go to the workspace; `mab export` writes this layout',
  dataset: 'the name of the sub-dataset says it',
  debug: 'the Python project reads it nowhere',
  seed: 'the Python project draws nothing with it',
  test_files: 'data comes from the published dataset',
  demo_files: 'data comes from the published dataset',
  use_chat_template: 'all readers are chat models',
  shots: 'examples stand in the published contexts',
  tag: 'it names a file only',
  stop_new_line: 'the Python project sends it to no model',
  context_max_length: 'only what does not fit the reader is left out, and it is reported',
};

/** Fields that have no effect, with the reason; each once. */
export function ignoredFields(files: readonly (UpstreamAgent | UpstreamDataset)[]): string[] {
  const names = new Set(
    files.flatMap((file) => Object.keys(file)).filter((name) => !USED.has(name)),
  );
  return [...names].map(
    (name) => `${name} is ignored: ${REASONS[name] ?? 'it is unknown for this kind of agent'}.`,
  );
}
