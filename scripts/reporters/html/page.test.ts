import { createHash } from 'node:crypto';
import type { RecordedToken } from '../../report/types';
import { verdictView } from '../../report/view/verdict';
import { hostileCases, hostileReport } from '../../testing/hostile-report';
import { hostileText } from '../../testing/hostile-text';
import { answered, finding, quarantineEntry, recorded, reportOf } from '../../testing/run-fixtures';
import { sampleRuns } from '../../testing/sample-runs';
import { reportHtml } from './page';

const usualPage = 1_500_000;

const run = (...cases: Parameters<typeof reportOf>[0]['cases']): string => reportHtml(reportOf({ cases }));
const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The tags of a page, and their attributes, outside its style and script. */
function markupOf(page: string): { readonly tags: Set<string>; readonly attributes: Set<string> } {
  const bare = page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '<$1></$1>');
  const found = [...bare.matchAll(/<\/?([^\s/>]+)((?:\s+[^\s=>/]+(?:="[^"]*")?)*)\s*\/?>/g)];
  const attributes = found.flatMap(([, , list = '']) =>
    list
      .replace(/="[^"]*"/g, '')
      .split(/\s+/)
      .filter(Boolean),
  );
  return { tags: new Set(found.map((match) => match[1]!)), attributes: new Set(attributes) };
}

const ours = new Set(
  (
    '!doctype html head meta title style body header main section nav footer h1 h2 h3 h4 p b strong span div ul li dl dt dd ' +
    'details summary code pre mark a table caption thead tbody tr th td figure figcaption svg path text label input ' +
    'select option button output script desc circle g'
  ).split(' '),
);
const perPage = 100;
const batches = Array.from({ length: Math.ceil(hostileText.length / perPage) }, (_none, index) => {
  const batch = hostileText.slice(index * perPage, (index + 1) * perPage);
  return [batch[0]![0], batch.map(([, text]) => text)] as const;
});

describe('report.html', () => {
  it.each(sampleRuns)('uses the texts of the view: %s', (_name, fixture) => {
    const report = reportOf(fixture);
    const page = reportHtml(report);
    expect(page).toContain(`>${verdictView(report).headline}</h1>`);
    for (const { id, title } of report.cases) expect(page).toContain(`<code>${id}</code> <span class="title">${title}`);
  });

  it('allows only its own style and script, by their hashes', () => {
    const page = run({ id: 'a' });
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? [];
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hash(style)}`,
      `script-src ${hash(script)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('shows for a failed case expected and actual, the evidence, the exchange and the command to repeat it', () => {
    const findings = [finding({ evidence: 'C8', expected: '400 and no token', actual: '201 and a token' })];
    const page = run({ id: 'a', verdict: 'failed', findings, reproduce: "curl 'x' && y" });
    expect(page).toContain('<dd><mark>400</mark> and <mark>no</mark> token</dd>');
    expect(page).toContain('<dd><mark>201</mark> and <mark>a</mark> token</dd>');
    expect(page).toContain('C8: The payout token holds the customer, order and instruction reference');
    expect(page).toContain('<dt>source</dt><dd>Imburse docs, revision 2019-08</dd>');
    expect(page).toContain('POST http://127.0.0.1:41234/v1/identity/payout\nContent-Type: application/json\n\n{}');
    expect(page).toContain('<pre>curl &#39;x&#39; &amp;&amp; y</pre>');
  });

  it('lists at the top what is broken: each cause once, worst first, with a link to its first case', () => {
    const late = (index: number) => finding({ message: 'late', expected: `${index}`, actual: `${index + 3600}` });
    const cases = Array.from({ length: 45 }, (_none, index) => ({
      ...{ id: `c${index}`, verdict: 'failed' as const },
      findings: [...(index === 7 ? [finding({ message: 'rare' })] : []), late(index)],
    }));
    const page = run(...cases);
    const [, list = ''] = /<h2 id="broken">What is broken<\/h2>([\s\S]*?)<\/section>/.exec(page) ?? [];
    expect(page.indexOf('<h2 id="broken">')).toBeLessThan(page.indexOf('<dl class="counts">'));
    expect(list.match(/<\/code> (late|rare)<\/p>/g)).toEqual(['</code> late</p>', '</code> rare</p>']);
    expect(list).toContain('<dt>actual</dt><dd>3600 (c0; others differ)</dd>');
    expect(list).toContain('<dd>T2: expires is a string');
    expect(list).toContain('45 cases, first: <a href="#case-1"><code>c0</code></a>');
    expect(list).toContain('1 case: <a href="#case-8"><code>c7</code></a>');
  });

  it('counts the causes that do not fit at the top', () => {
    const findings = Array.from({ length: 30 }, (_none, index) => finding({ message: `kind ${index}` }));
    expect(run({ id: 'a', verdict: 'failed', findings })).toContain('<p>And 18 more: see the cases below.</p>');
    expect(run({ id: 'a', findings: [finding({ level: 'warning' })] })).not.toContain('What is broken');
  });

  it('opens one failed case of each cause, and says what to do beside each finding', () => {
    const [one, other] = [finding({ message: 'one' }), finding({ message: 'other' })];
    const failed = (id: string, ...findings: ReturnType<typeof finding>[]) => ({
      ...{ id, verdict: 'failed' as const, findings },
    });
    const page = run(failed('a', one), failed('b', one), failed('c', other), failed('d', one), { id: 'e' });
    expect(page.match(/<details open><summary class="head">.*?<code>[a-e]<\/code>/g)).toEqual([
      expect.stringContaining('<code>a</code>'),
      expect.stringContaining('<code>c</code>'),
    ]);
    const [, inside = ''] = /id="case-1"([\s\S]*?)<\/li>/.exec(page) ?? [];
    expect(inside).toContain('<dt>what to do</dt>');
    expect(inside).toContain('<a href="#evidence-T2">T2</a>');
    expect(page).toContain('<tr id="evidence-T2">');
  });

  it('draws throughput and response times over time, and names both phases', () => {
    const slices = [0, 1].map((at) => ({
      ...{ fromMs: at * 1000, toMs: (at + 1) * 1000, sent: 40 + at, p50: 5, p95: 8, p99: 20 + at },
    }));
    const responseTimes = { p50: 1, p90: 2, p95: 2.5, p99: 3, max: 4 };
    const load = {
      durationMs: 2000,
      sent: 81,
      failed: 0,
      errored: 0,
      throttled: 0,
      responseTimes,
      failures: [],
      slices,
    };
    const page = reportHtml({ ...reportOf({ cases: [{ id: 'a' }] }), load });
    for (const text of ['first pass: each case once', 'under load', 'Throughput over time', 'Response times over time'])
      expect(page).toContain(text);
    expect(page).toContain('From 40 to 41 responses per second.');
    expect(page).toContain('99 % within 21 ms');
  });

  it('says what was explored, and counts the mistakes of the client', () => {
    const explored = {
      ...{ seed: 1, strength: 'pairs' as const, programs: 3, requests: 4 },
      ...{ levels: { covered: 1, of: 2 }, pairs: { covered: 0, of: 9 } },
    };
    const report = reportOf({ cases: [{ id: 'a', findings: [finding({ level: 'client' })] }] });
    const page = reportHtml({ ...report, explored });
    expect(page).toContain('Explored in addition to the cases: 3 combinations in 4 requests');
    expect(page).toContain('data-filter="level=client"');
  });

  it('shows what the token of a response says', () => {
    const { response, ...exchange } = answered(201);
    const token = recorded<RecordedToken>({
      fingerprint: 'sha256:1a2b3c4d',
      kind: 'payout token',
      header: { alg: 'HS256' },
      claims: { exp: 7 },
    });
    const exchanges = [{ ...exchange, response: { ...response!, tokens: [token] } }];
    const page = run({ id: 'a', verdict: 'failed', findings: [finding()], exchanges });
    expect(page).toContain('<h4>The payout token <code>sha256:1a2b3c4d</code>, header and claims</h4>');
    expect(page).toContain('{\n  &quot;alg&quot;: &quot;HS256&quot;\n}\n{\n  &quot;exp&quot;: 7\n}');
  });

  it('shows flaky cases, quarantined findings, drift, the quarantine and load apart', () => {
    const quarantined = { owner: 'mia', reason: 'known', expires: '2027-01-01' };
    const entry = quarantineEntry({ case: 'b', ...quarantined });
    const responseTimes = { p50: 1, p90: 2, p99: 3, max: 4 };
    const page = reportHtml({
      ...reportOf({
        cases: [
          { id: 'a', flaky: true },
          { id: 'b', findings: [finding({ quarantined })] },
        ],
      }),
      drift: [{ aspect: 'success.status', accepted: ['201'], observed: [], cases: ['a'] }],
      quarantine: { expired: [entry], unused: [entry] },
      load: { durationMs: 60_000, sent: 9, failed: 2, errored: 0, throttled: 1, responseTimes, failures: [] },
      because: 'it returned 503 five times',
    });
    const titles = [...page.matchAll(/<h2 id="([^"]+)">/g)].map((match) => match[1]);
    expect(titles).toEqual(
      expect.arrayContaining(['drift', 'quarantine', 'unused-quarantine', 'quarantined', 'flaky', 'load', 'cases']),
    );
    expect(page).toContain('<td>201</td><td>nothing</td>');
    expect(page).toContain('Under load: 9 requests in 60.0 s');
  });

  it('names every aspect of a change that several share', () => {
    const drift = ['x.media-type', 'y.media-type', 'z.status'].map((aspect) => ({
      ...{ aspect, accepted: [aspect.slice(2)], observed: ['other'], cases: ['a'] },
    }));
    const page = reportHtml({ ...reportOf({ cases: [{ id: 'a' }] }), drift });
    expect(page).toContain('<td>media-type</td><td>other</td><td>x.media-type, y.media-type</td>');
    expect(page).toContain('<td>status</td><td>other</td><td>z.status</td>');
  });

  it.each(batches)('shows hostile text in any field without obeying it: from %s on', (_attempt, texts) => {
    const cases = texts.flatMap((text, index) => hostileCases(text, index));
    const page = reportHtml({ ...hostileReport(texts[0]!), cases: reportOf({ cases }).cases });
    expect(page).not.toMatch(/[^\P{C}\n\t]/u);
    const { tags, attributes } = markupOf(page);
    expect([...tags].filter((name) => !ours.has(name))).toEqual([]);
    expect([...attributes].filter((name) => /^(on.*|style|src|action|srcdoc)$/i.test(name))).toEqual([]);
    const addresses = [...page.matchAll(/ href="([^"]*)"/g)].map(([, address]) => address!);
    expect(addresses.length).toBeGreaterThan(100);
    expect(addresses.filter((each) => !/^#(?:case-\d+|cases|evidence-[A-Z]\d+[a-z]?)$/.test(each))).toEqual([]);
    expect(page.match(/<script>/g)).toHaveLength(1);
  });
});

describe('the size of report.html', () => {
  it('is below 1.5 MB if all of 400 cases failed, with what is wrong in each', () => {
    const { response, ...exchange } = answered(400);
    const body = JSON.stringify({ errors: Array.from({ length: 60 }, (_none, index) => ({ errorCode: `E${index}` })) });
    const headers = Object.fromEntries(Array.from({ length: 12 }, (_none, index) => [`x-header-${index}`, 'a value']));
    const exchanges = [{ ...exchange, response: { ...response!, headers, body } }];
    const findings = [finding(), finding({ rule: 'token-references', evidence: 'C8' })];
    const failed = { verdict: 'failed' as const, findings, exchanges, reproduce: `curl -i ${'x'.repeat(300)}` };
    const page = run(...Array.from({ length: 400 }, (_none, index) => ({ id: `case.${index}`, ...failed })));
    expect(Buffer.byteLength(page)).toBeLessThan(usualPage);
    expect(page.match(/<div class="finding violation">/g)).toHaveLength(800);
    expect(page).toContain('To keep this page small');
    // One example of each cause, and the cause is the same in all of them.
    expect(page.match(/<details open>/g)).toHaveLength(1);
  });
});
