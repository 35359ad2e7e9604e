import { createServer } from 'node:http';

/** Answers every chat completion at once with the same reply; prints its port. For `gateway.ts`. */
const REPLY = JSON.stringify({
  model: 'zero-latency',
  choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: 'yes' } }],
  usage: { prompt_tokens: 20, completion_tokens: 1 },
});

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(REPLY);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.stdout.write(`${address?.port}\n`);
});
