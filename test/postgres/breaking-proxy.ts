import { connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a server, and breaks what goes through it. */
export interface BreakingProxy extends AsyncDisposable {
  readonly port: number;
  /**
   * Called once, with the next text from a client that holds `word`: `before` cuts the connection
   * instead of passing it on, `after` passes it on and cuts without an answer, `stall` goes silent.
   */
  breakAt(word: string, how: 'before' | 'after' | 'stall'): void;
  /** From now on nothing comes through; connections stay open, and new ones are made. */
  silence(): void;
  /** From now on, or no longer, new clients are told that the database starts (57P03). */
  starting(is: boolean): void;
  /** How often it has broken something. */
  broken(): number;
}

/** What a server says that is not ready: a letter, the length, fields that end with 0. */
const FIELDS = 'SFATAL\0C57P03\0Mthe database system is starting up\0\0';
const STARTING = `E\0\0\0${String.fromCharCode(4 + FIELDS.length)}${FIELDS}`;

/** @param target  Port on loopback. */
export async function startBreakingProxy(target: number): Promise<BreakingProxy> {
  let plan: { word: string; how: 'before' | 'after' | 'stall' } | undefined;
  let broken = 0;
  let [silent, starts] = [false, false];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    let answers = true;
    if (starts) client.once('data', () => client.end(STARTING));
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    upstream.on('data', (data) => answers && !silent && client.write(data));
    client.on('data', (data) => {
      if (!answers || silent || starts) return;
      if (!plan || !data.includes(plan.word)) return void upstream.write(data);
      const { how } = plan;
      plan = undefined;
      broken += 1;
      if (how === 'before') return void client.destroy();
      answers = false;
      if (how === 'stall') return;
      // What the server answers to is done.
      upstream.once('data', () => client.destroy());
      upstream.write(data);
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return {
    port: address.port,
    breakAt: (word, how) => {
      plan = { word, how };
    },
    silence() {
      silent = true;
    },
    starting(is) {
      starts = is;
    },
    broken: () => broken,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
