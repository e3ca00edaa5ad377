// The limit: the same requests at the same concurrency, each body read, nothing checked.
// bare-undici.cjs FILE COUNT CONCURRENCY: FILE holds an array of { method, url, headers, body? }.
const { readFileSync } = require('node:fs');
const { Agent, request } = require('undici');

const [file, count, concurrency] = process.argv.slice(2);
const requests = JSON.parse(readFileSync(file, 'utf8'));
const dispatcher = new Agent({ connections: Number(concurrency), pipelining: 1 });

let next = 0;
async function worker() {
  while (next < Number(count)) {
    const { method, url, headers, body } = requests[next % requests.length];
    next += 1;
    const response = await request(url, { dispatcher, method, headers: headers.flat(), body: body ?? null });
    await response.body.text();
  }
}

(async () => {
  const started = performance.now();
  await Promise.all(Array.from({ length: Number(concurrency) }, worker));
  process.stdout.write(JSON.stringify({ exchanges: Number(count), durationMs: performance.now() - started }));
  await dispatcher.close();
})();
