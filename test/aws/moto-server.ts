import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../free-port.ts';

/** Moto, which imitates AWS: started here, or the reason why it is not. */
export type FoundMoto =
  | { readonly url: string; close(): Promise<void> }
  | { readonly missing: string };

/** The program that MAB_MOTO_SERVER names, else `moto_server` of this machine. */
export async function startMoto(): Promise<FoundMoto> {
  const program = process.env.MAB_MOTO_SERVER ?? 'moto_server';
  try {
    execFileSync(program, ['--help'], { stdio: 'ignore' });
  } catch {
    return { missing: `there is no ${program}: pip install 'moto[server]', or MAB_MOTO_SERVER` };
  }
  const port = await freePort();
  const child = spawn(program, ['--host', '127.0.0.1', '--port', `${port}`], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await answers(url)); tries++) {
    if (tries > 150) {
      await kill(child);
      return { missing: `${program} does not answer` };
    }
    await wait(100);
  }
  return { url, close: () => kill(child) };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/moto-api/data.json`)).ok;
  } catch {
    return false;
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
