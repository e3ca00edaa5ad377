import { readdirSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { reporters } from '../reporters';
import { settingsOf } from '../testing/cli';
import { commonWords, fieldNames } from '../testing/plain-text';
import { sandboxWorkplace } from '../testing/sandbox-workplace';
import { httpServer } from '../testing/servers';

const work = sandboxWorkplace();
const words = commonWords(10_000);
/** What a server may write into one answer, so that no body is cut. */
const pieces = Array.from({ length: 100 }, (_, index) => words.slice(index * 100, (index + 1) * 100).join(' '));

/** Words with a hole in them: something was hidden that is not a secret. */
const holes = (text: string): string[] => text.match(/.{0,20}(?:[a-z-]\[redacted\]|\[redacted\][a-z-]).{0,20}/gi) ?? [];

it('shows words and field names of a server, in every output', async () => {
  let answers = 0;
  const server = await httpServer((request, response) => {
    // fetch cannot send every method and header that exploring sends.
    const { method, headers, url } = request;
    const forward = httpRequest(work.sandbox.url + url, { method, headers }, async (given) => {
      const piece = pieces[answers++ % pieces.length]!;
      const text = (await readText(given)).replace(/("message":")/, `$1${piece} `);
      const { 'transfer-encoding': _, ...kept } = given.headers;
      response.writeHead(given.statusCode!, {
        ...kept,
        'content-length': Buffer.byteLength(text),
        'X-Words': piece,
        'X-Names': fieldNames.join(', '),
      });
      response.end(text);
    });
    forward.on('error', () => response.destroy());
    request.pipe(forward);
  });
  const { exitCode, stdout, stderr } = await work.run(
    [
      'run',
      '--out',
      'out',
      '--strict',
      ...['--engine', 'direct', '--explore', '100'],
      '--reporter',
      reporters.map(({ name }) => name).join(','),
    ],
    { env: { ...settingsOf(work.sandbox, 'both'), IMBURSE_BASE_URL: server.url, GITHUB_ACTIONS: 'true' } },
  );
  expect([exitCode === 0 || exitCode === 1, answers > pieces.length]).toEqual([true, true]);
  const files = readdirSync(work.path('out'), { recursive: true, encoding: 'utf8' });
  const texts = files.map((name) => [name, readFileSync(work.path('out', name), 'utf8')] as const);
  const all = [...texts, ['stdout', stdout] as const, ['stderr', stderr] as const];
  expect(all.flatMap(([name, text]) => holes(text).map((hole) => `${name}: ${hole}`))).toEqual([]);
  for (const name of ['run.json', 'events.ndjson']) {
    const text = texts.find(([file]) => file === name)![1];
    expect(pieces.filter((piece) => !text.includes(piece))).toEqual([]);
    expect(text).toContain(fieldNames.join(', '));
  }
});
