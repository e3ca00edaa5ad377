import { readdirSync } from 'node:fs';
import { documentedClaims, exampleToken, exampleValues, issued, refused } from '../judge/rules/example';
import { chooseReporters, defaultReporters } from '../reporters/reporting';
import { makeWorkplace } from '../testing/cli';
import { httpServer } from '../testing/servers';

const work = makeWorkplace();
afterAll(() => work.remove());

const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const json = (body: object): string => JSON.stringify(body).replaceAll('"deep"', deep);

const bodies: readonly (readonly [name: string, status: number, body: string])[] = [
  ['nothing but 100,000 brackets', 201, deep],
  ['100,000 brackets that are never closed', 201, '['.repeat(100_000)],
  ['brackets in expires', 201, json({ ...issued(documentedClaims), expires: 'deep' })],
  ['brackets in the claims', 201, json(issued({}, { accessToken: exampleToken(json({ exp: 'deep' })) }))],
  ['brackets in the metadata', 400, json(refused('X', {}, { metadata: { correlationId: 'deep' } }))],
  ['brackets for codes', 400, json({ errorCodes: 'deep' })],
];

describe('a target that answers', () => {
  it.each(bodies)('%s is judged to the end, and every report is written', async (_name, status, body) => {
    const server = await httpServer((_request, response) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
    });
    const env = { IMBURSE_MANAGEMENT_TOKEN: exampleValues.managementToken };
    const args = [
      'run',
      '--target',
      server.url,
      '--out',
      'out',
      '--case',
      'accept.documented',
      '--case',
      'auth.missing',
    ];
    const { exitCode, report, stderr } = await work.run(args, { env });
    await server.close();
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(report).toMatchObject({ verdict: 'broken', complete: true });
    expect(report?.error).toBeUndefined();
    const files = chooseReporters(defaultReporters).flatMap(({ file }) => file ?? []);
    expect(readdirSync(work.path('out'))).toEqual(expect.arrayContaining(files));
  });
});
