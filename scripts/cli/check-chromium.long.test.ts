import { type Sandbox, startSandbox } from '../sandbox';
import { launchChromium, wantsBrowser } from '../testing/browser';
import { makeWorkplace } from '../testing/cli';
import { closeServers, httpServer } from '../testing/servers';
import { validReport } from '../testing/valid-report';

const wanted = wantsBrowser(process.env);
if (!wanted) process.stderr.write('Skipped: a HAR file of Chromium. Install Chromium, or set CHROMIUM_PATH.\n');

const work = makeWorkplace();
let broken: Sandbox;

beforeAll(async () => {
  broken = await startSandbox({ fault: 'customer-ref-missing-accepted' });
});
afterEach(closeServers);
afterAll(async () => {
  await broken.close();
  work.remove();
});

(wanted ? describe : describe.skip)('a HAR file of Chromium', () => {
  it('is judged as it was recorded', async () => {
    let asked = 0;
    // The page and the API share an origin, as behind a gateway. The last response is cut short.
    const app = await httpServer(async (request, response) => {
      if (request.method !== 'POST') {
        response.setHeader('content-type', 'text/html').end('<title>app</title>');
        return;
      }
      asked += 1;
      if (asked === 4) {
        request.resume();
        response
          .writeHead(201, { 'content-type': 'application/json', 'content-length': '99' })
          .write('{"accessToken":"');
        response.socket?.end();
        return;
      }
      const { authorization = '', 'content-type': type = '' } = request.headers;
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const headers = { authorization, 'content-type': type };
      const answer = await fetch(`${broken.url}${request.url}`, {
        method: 'POST',
        headers,
        body: Buffer.concat(pieces),
      });
      const sent = ['content-type', 'cache-control'].map((name) => [name, answer.headers.get(name) ?? ''] as const);
      response.writeHead(answer.status, Object.fromEntries(sent)).end(await answer.text());
    });
    const browser = await launchChromium(process.env);
    const path = work.path('chromium.har');
    const context = await browser.newContext({ recordHar: { path, content: 'embed' } });
    const page = await context.newPage();
    await page.goto(app.url);
    await page.evaluate(async (token) => {
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
      const bodies = [
        '{"customerRef":"c","orderRef":"o","instructionRef":"i"}',
        '{"orderRef":"o","instructionRef":"i"}',
        '{"orderRef":"o"}',
        '{"customerRef":"c","orderRef":"o","instructionRef":"i"}',
      ];
      for (const body of bodies)
        await fetch('/v1/identity/payout', { method: 'POST', headers, body })
          .then((answer) => answer.text())
          .catch(() => undefined);
    }, broken.credentials.managementToken);
    await context.close();
    await browser.close();
    const { exitCode, stderr, report: written } = await work.run(['check', 'chromium.har', '--out', 'out']);
    const report = written && validReport(written);
    expect([exitCode, stderr, report?.traffic?.judged]).toEqual([1, '', 3]);
    expect(report?.notJudged?.filter(({ method }) => method === 'POST')).toMatchObject([{ reason: 'protocol' }]);
    expect(report?.cases.map(({ id, findings }) => [id, findings.map(({ rule }) => rule)])).toEqual([
      ['traffic:payout-token/open:unknown-credential+unknown-header', []],
      ['traffic:payout-token/missing-customer-ref', ['refusal-token']],
      ['client:references', ['client-references', 'client-references']],
      ['traffic:payout-token/missing-customer-ref+missing-instruction-ref', []],
      ['traffic:payout-token/valid', []],
    ]);
  });
});
