import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { WorkerJob, WorkerResult } from './worker-job.ts';

/** A worker that was started; `result` is undefined when it was killed. */
export interface StartedWorker {
  readonly process: ChildProcess;
  readonly result: Promise<WorkerResult | undefined>;
}

const WORKER = new URL('./worker.ts', import.meta.url).pathname;

/** Starts a process that does a job; what goes wrong in it stands on our standard error. */
export function startWorker(job: WorkerJob): StartedWorker {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', WORKER, JSON.stringify(job)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const output = text(child.stdout);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { process: child, result: finished(exited, output) };
}

async function finished(
  exited: Promise<number | null>,
  output: Promise<string>,
): Promise<WorkerResult | undefined> {
  const code = await exited;
  if (code === null) return undefined;
  if (code !== 0) throw new Error(`A worker ended with exit code ${code}.`);
  return JSON.parse(await output) as WorkerResult;
}

/** The same job for several workers: each has its share of the calls, in turn. */
export function shareCalls(job: WorkerJob, workers: number): WorkerJob[] {
  const { from, to } = job.calls;
  const cut = (at: number): number => from + Math.floor(((to - from) * at) / workers);
  return Array.from({ length: workers }, (_, at) => ({
    ...job,
    calls: { from: cut(at), to: cut(at + 1) },
  }));
}
