import { connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a server, and breaks what goes through it. */
export interface BreakingProxy extends AsyncDisposable {
  readonly port: number;
  /**
   * Called once, with the next text from a client that holds `word`: `before` cuts the connection
   * instead of passing it on, `after` passes it on and cuts without an answer, `stall` goes silent.
   */
  breakAt(word: string, how: 'before' | 'after' | 'stall'): void;
  /** How often it has broken something. */
  broken(): number;
}

/** @param target  Port on loopback. */
export async function startBreakingProxy(target: number): Promise<BreakingProxy> {
  let plan: { word: string; how: 'before' | 'after' | 'stall' } | undefined;
  let broken = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    let answers = true;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    upstream.on('data', (data) => answers && client.write(data));
    client.on('data', (data) => {
      if (!answers) return;
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
    broken: () => broken,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
