// The upper limit: the same requests at the same concurrency, without checks.
// Usage: bare-undici.cjs FILE PASSES CONCURRENCY. FILE contains an array of { method, url, headers, body? }. If there are
// several passes, the first one is not timed, as in a sustained run.
const { readFileSync } = require('node:fs');
const { Agent, request } = require('undici');

const [file, passes, concurrency] = process.argv.slice(2);
const requests = JSON.parse(readFileSync(file, 'utf8'));
const dispatcher = new Agent({ connections: Number(concurrency), pipelining: 1 });

async function send(count) {
  let next = 0;
  async function worker() {
    while (next < count) {
      const { method, url, headers, body } = requests[next % requests.length];
      next += 1;
      const response = await request(url, { dispatcher, method, headers: headers.flat(), body: body ?? null });
      await response.body.text();
    }
  }
  await Promise.all(Array.from({ length: Number(concurrency) }, worker));
}

(async () => {
  const before = Number(passes) > 1 ? 1 : 0;
  await send(before * requests.length);
  const started = performance.now();
  const sent = (Number(passes) - before) * requests.length;
  await send(sent);
  const durationMs = performance.now() - started;
  process.stdout.write(JSON.stringify({ exchanges: Number(passes) * requests.length, sent, durationMs }));
  await dispatcher.close();
})();
