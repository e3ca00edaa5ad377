import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases as contractCases } from '../contract';
import { rules } from '../judge/rules';
import type { RecordedExchange, RecordedToken } from '../report/types';
import { print, type Terminal } from '../testing/console';
import { hostileText } from '../testing/hostile-text';
import {
  answered,
  type CaseFixture,
  finding,
  foreignRule,
  type RunFixture,
  recorded,
  reportOf,
  unanswered,
} from '../testing/run-fixtures';
import { sampleRuns } from '../testing/sample-runs';
import { create } from './console';

function transcripts(): string {
  const sections = sampleRuns.map(([name, run]) => {
    const { all } = print(run, { columns: 80 }, ['run.json', 'junit.xml', 'report.html', 'events.ndjson']);
    return `## ${name}\n\n\`\`\`text\n${all}\`\`\`\n\nExit code: ${reportOf(run).exitCode}\n`;
  });
  return `# What the console reporter prints\n\n\`console.test.ts\` fails if the console prints anything else. To update this page, run \`UPDATE_TRANSCRIPTS=1 npx jest console\`.\n\n${sections.join('\n')}`;
}

describe('the sample runs', () => {
  it('have findings that their rules could report', () => {
    const found = sampleRuns.flatMap(([, { cases }]) => cases.flatMap(({ findings = [] }) => findings));
    const wrong = found.filter(({ rule, evidence, message }) => {
      const known = rules.find(({ id }) => id === rule);
      const texts = readFileSync(join(__dirname, `../judge/rules/${rule}.ts`), 'utf8');
      const isOwn = known !== undefined && 'observes' in known ? true : texts.includes(`'${message}'`);
      return !isOwn || !(known?.evidence as readonly string[] | undefined)?.includes(evidence);
    });
    expect(found.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });
});

describe('the console', () => {
  it('prints the transcripts', () => {
    const path = join(__dirname, 'console/transcripts.md');
    if (process.env.UPDATE_TRANSCRIPTS) writeFileSync(path, transcripts());
    expect(transcripts()).toBe(readFileSync(path, 'utf8'));
  });

  it('ends with causes, verdict, next step, report and the command that repeats the failures, in this order', () => {
    const run: RunFixture = { cases: [{ id: 'a', verdict: 'failed', findings: [finding()] }, { id: 'b' }] };
    const lines = print(run, {}, ['run.json', 'report.html']).end.trimEnd().split('\n');
    expect(lines.slice(-11)).toEqual([
      'Cases     2 planned: 1 passed, 1 failed',
      'Findings  1 violation',
      'Took      2.1 s',
      '',
      'Causes',
      '  violation  token-expiry: expires is not a string of digits (1 case)',
      '',
      'Contract broken: 1 of 2 checked cases failed.',
      expect.stringMatching(/^Next: send report.html to the team that runs the target/),
      'Report  reports/20260301T093000Z/report.html',
      'Repeat  payout-contract run --last-failed reports/20260301T093000Z --target embedded',
    ]);
  });

  it('says in a cause what came instead, and which evidence tells it from another cause with the same words', () => {
    const status = { rule: 'status', message: 'The response has an unexpected status.', where: 'status' } as const;
    const failed = (id: string, evidence: 'C1' | 'C2', actual: string): CaseFixture => ({
      ...{ id, verdict: 'failed', findings: [finding({ ...status, evidence, actual })] },
    });
    const causesOf = (...cases: CaseFixture[]) =>
      print({ cases }, { columns: 80 })
        .end.match(/\nCauses\n((?: .*\n)+)/)?.[1]
        ?.trimEnd()
        .split('\n');
    const text = '  violation  status: The response has an unexpected status';
    expect(causesOf(failed('a', 'C1', '409'), failed('b', 'C2', '409'))).toEqual([
      `${text}: 409 (C1; 1 case)`,
      `${text}: 409 (C2; 1 case)`,
    ]);
    expect(causesOf(failed('a', 'C1', '409'), failed('b', 'C1', '503'))).toEqual([`${text} (2 cases)`]);
  });

  it('shows what came for each of six causes', () => {
    const cases = Array.from({ length: 12 }, (_, index): CaseFixture => {
      const found = { message: `cause ${index % 6} ${'of several words '.repeat(9)}`, actual: 'x'.repeat(200) };
      return { id: `case.${index}`, verdict: 'failed', findings: [finding({ ...found, where: `/${index % 6}` })] };
    });
    const { end } = print({ cases }, { columns: 80 });
    const [, examples = ''] = /\nFailed, one example for each cause\n((?: .*\n)+)/.exec(end) ?? [];
    expect(examples.match(/✗ case\.\d/g)).toEqual([0, 1, 2, 3, 4, 5].map((index) => `✗ case.${index}`));
    expect(examples.match(/^ +actual /gm)).toHaveLength(6);
    expect(end).not.toContain('more causes');
  });

  it('prints the ending alone, or every case', () => {
    const run: RunFixture = { cases: [{ id: 'a' }, { id: 'b', findings: [finding({ level: 'observation' })] }] };
    expect(print(run, { detail: 'quiet' }).all).toBe('Contract held: 2 passed.\nReport  reports/20260301T093000Z\n');
    const { all } = print(run, { detail: 'verbose' });
    expect(all).toMatch(/✓ a {2}/);
    expect(all).toContain('1 observation where the contract allows several behaviours');
    expect(all).toMatch(/Contract held: 2 passed\.\n.*\n$/);
  });

  it('prints the header once, also for a report without events', () => {
    const written: string[] = [];
    const stdout = { write: (text: string) => written.push(text) };
    const reporter = create({ outDir: '/x', outDirShown: 'x', stdout, interactive: false, colour: false });
    void reporter.onReport?.(reportOf({ cases: [{ id: 'a' }], stopped: 'interrupted' }));
    const text = written.join('');
    expect(text.match(/payout-contract 0\.1\.0/g)).toHaveLength(1);
    expect(text).toContain('the run was interrupted after 1 of 1 case.');
    expect(text).toContain('Report  x\n');
  });

  it.each<[string, RunFixture, RegExp[], RegExp[]]>([
    [
      'broken',
      { cases: [{ id: 'a', verdict: 'failed', findings: [finding()] }] },
      [/Contract broken/],
      [/No verdict|refused/],
    ],
    ['down', { cases: [{ id: 'a', verdict: 'errored' }] }, [/No verdict/, /could not be reached/], [/broken|held/]],
    [
      'credentials',
      { cases: [{ id: 'a', verdict: 'errored', exchanges: [answered(401)], credentialsRefused: true }] },
      [/Credentials refused/, /Next: run payout-contract check-credentials/, /target is up/],
      [/broken|held|No verdict/],
    ],
    [
      'credentials, although there is a violation',
      { cases: [{ id: 'a', verdict: 'failed', findings: [finding()], credentialsRefused: true }] },
      [/Credentials refused/, /contain 1 violation/],
      [/Contract broken/],
    ],
    [
      'killed',
      { cases: [{ id: 'a' }, { id: 'b', reached: 'planned' }], killed: true },
      [/No verdict: the run ended unexpectedly after 1 of 2 cases/],
      [/held/],
    ],
    [
      'a violation in a case that errored',
      {
        cases: [
          { id: 'a', verdict: 'errored', reason: 'a rule threw', exchanges: [answered(201)], findings: [finding()] },
        ],
      },
      [/Contract broken: 1 violation\./, /1 case got no verdict: a rule threw\./, /token-expiry/],
      [/held/],
    ],
    ['no case', { cases: [] }, [/No verdict: no case was checked/], [/held/]],
  ])('never blames the wrong side: %s', (_name, run, wanted, unwanted) => {
    const { end } = print(run);
    for (const pattern of wanted) expect(end).toMatch(pattern);
    for (const pattern of unwanted) expect(end).not.toMatch(pattern);
  });

  it('shows a cause once with its cases, even if expected and actual differ by the time', () => {
    const cases = ['a', 'b', 'c'].map((id, index): CaseFixture => {
      const found = finding({ expected: `${1795399560 + index}`, actual: `${1795403160 + index}` });
      return { id, verdict: 'failed', findings: [found] };
    });
    for (const detail of ['short', 'verbose'] as const) {
      const { end } = print({ cases }, { detail });
      expect(end.match(/source {4}/g)).toHaveLength(1);
      expect(end).toContain('actual    1795403160 (a; others differ)\n');
      expect(end).toContain('also in   b, c\n');
      const again = end.match(/^ +violation {2}token-expiry: T2, as under a$/gm) ?? [];
      expect(again).toHaveLength(detail === 'verbose' ? 2 : 0);
    }
  });

  it('shows the claims of the token that a failed case received, if they are short', () => {
    const token = { fingerprint: 'sha256:1a2b3c4d', kind: 'payout token', header: { alg: 'none' } };
    const answer = (claims: Record<string, string>): RecordedExchange[] => {
      const { response, ...exchange } = answered(201);
      return [{ ...exchange, response: { ...response!, tokens: [recorded<RecordedToken>({ ...token, claims })] } }];
    };
    const shown = (claims: Record<string, string>) =>
      print({ cases: [{ id: 'a', verdict: 'failed', findings: [finding()], exchanges: answer(claims) }] }).end;
    expect(shown({ aud: 'payout-api' })).toContain('token     payout token sha256:1a2b3c4d {"aud":"payout-api"}\n');
    expect(shown({ aud: 'x'.repeat(1000) })).not.toContain('1a2b3c4d');
  });

  it('leaves out the findings of an inconclusive case', () => {
    const { end } = print({
      cases: [{ id: 'a' }, { id: 'b', verdict: 'inconclusive', reason: 'r', findings: [finding()] }],
    });
    expect(end).not.toContain('token-expiry');
  });

  it('counts the many cases and kinds that it does not list', () => {
    const cases = Array.from({ length: 12 }, (_, index): CaseFixture => {
      const note = { level: 'observation', where: `/${index}` } as const;
      const warning = finding({ level: 'warning', message: 'the same' });
      return { id: `c${index}`, findings: [finding({ ...note, message: `kind ${index}` }), warning, warning] };
    });
    const { end } = print({ cases }, { detail: 'verbose' });
    expect(end).toContain('12 cases  c0, c1, c2, c3, c4, c5, c6, c7 and 4 more\n');
    expect(end).toContain('12 observations where the contract allows several behaviours');
    expect(end).toContain('  and 2 more in run.json\n');
  });
});

describe('the length of the output at 80 columns', () => {
  const terminal = { columns: 80, interactive: true };
  const files = ['run.json', 'report.html'];
  const linesOf = (run: RunFixture, detail: 'short' | 'quiet') => {
    const { during, end } = print(run, { ...terminal, detail }, files);
    return [during[0] ?? '', end].join('').trimEnd().split('\n').length;
  };
  const all = (change: (index: number) => Partial<CaseFixture>): CaseFixture[] =>
    contractCases.map(({ id, title, theme, tags, evidence }, index) => ({
      ...{ id, title, theme, tags, evidence },
      ...change(index),
    }));
  const causes = ['token-expiry', 'token-times', 'refusal-token', 'status', 'secret-echo', 'challenge'] as const;
  const wordy = (index: number): Partial<CaseFixture> => ({
    verdict: 'failed',
    findings: [
      finding({ rule: causes[index % 6]!, message: 'the message of a cause. '.repeat(9), actual: 'x'.repeat(900) }),
    ],
  });
  const noted = (index: number) => ({
    findings: [finding({ level: 'deviation', message: `deviation ${index % 20}` })],
  });
  const drift = Array.from({ length: 30 }, (_, index) => ({
    ...{ aspect: `aspect.${index}`, accepted: ['a'], observed: ['b'], cases: ['accept.documented'] },
  }));
  const runs: readonly (readonly [string, RunFixture])[] = [
    ...sampleRuns,
    ['all cases pass', { cases: all(() => ({})) }],
    ['all cases pass, with many deviations and observations', { cases: all(noted) }],
    ['all cases fail for six causes', { cases: all(wordy) }],
    [
      'every case fails for a cause of its own',
      { cases: all((index) => ({ ...wordy(index), findings: [finding({ message: `cause ${index}` })] })) },
    ],
    ['much changed, too', { cases: all(wordy), drift }],
    ['interrupted', { cases: all((index) => (index > 9 ? { reached: 'planned' } : {})), stopped: 'interrupted' }],
    ['stopped', { cases: all((index) => (index > 9 ? { reached: 'planned' } : wordy(index))), stopped: 'bail' }],
    ['every case without a response', { cases: all((index) => ({ verdict: 'errored', reason: `reason ${index}` })) }],
    [
      'some cases without a response',
      { cases: all((index) => (index > 5 ? { verdict: 'errored', reason: `reason ${index}` } : {})) },
    ],
    ['a case for each theme', { cases: all((index) => ({ theme: `theme ${index}` })) }],
  ];

  it.each(runs)('is bounded: %s', (_name, run) => {
    expect(linesOf(run, 'short')).toBeLessThanOrEqual(reportOf(run).verdict === 'held' ? 40 : 60);
    expect(linesOf(run, 'quiet')).toBeLessThanOrEqual(15);
  });
});

describe('hostile text on the console', () => {
  const cases = hostileText.flatMap(([attempt, text]): CaseFixture[] => [
    {
      id: `failed ${attempt}`,
      title: text,
      theme: text,
      verdict: 'failed',
      findings: [
        finding({ rule: foreignRule(text || 'rule'), message: text, where: text, expected: text, actual: text }),
      ],
    },
    {
      id: `${text} errored`,
      verdict: 'errored',
      reason: text,
      exchanges: [{ ...unanswered('other'), failure: { kind: 'other', message: text } }],
    },
    { id: `skipped ${attempt}`, verdict: 'skipped', reason: text },
    {
      id: `noted ${attempt}`,
      findings: [finding({ level: 'warning', message: text }), finding({ level: 'observation', message: text })],
    },
  ]);

  const header = { target: { name: hostileText[7]![1], baseUrl: hostileText[42]![1] } };
  const run: RunFixture = { header, cases };

  it.each<[string, Terminal]>([
    ['piped', {}],
    ['in colour', { colour: true }],
    ['narrow', { columns: 50 }],
    ['every case', { detail: 'verbose' }],
  ])('is shown and not obeyed, %s', (_name, terminal) => {
    const text = print(run, terminal).all.replaceAll(/\u001b\[\d{1,2}m/g, '');
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    expect(text.split('\n').filter((line) => /^\s*::|##[A-Za-z]*\[/.test(line))).toEqual([]);
    expect(text).toContain('\\u001b[31mred');
  });

  it('changes only its own line', () => {
    const lines = (title: string) =>
      print({ cases: [{ id: 'a' }, { id: 'b', title }, { id: 'c' }] }, { detail: 'verbose' }).all.split('\n');
    const harmless = lines('harmless');
    const wrong = hostileText.filter(([, text]) => {
      const hostile = lines(text);
      return hostile.length !== harmless.length || hostile.filter((line, at) => line !== harmless[at]).length !== 1;
    });
    expect(wrong).toEqual([]);
  });

  it('does not reach the progress line', () => {
    const { during } = print(run, { interactive: true, columns: 80 });
    for (const text of during.slice(1)) expect(text.replace('\r\u001b[2K', '')).not.toMatch(/\p{C}/u);
  });

  it('is bounded', () => {
    const { end } = print({
      cases: [{ id: 'a', verdict: 'failed', findings: [finding({ actual: 'x'.repeat(1 << 20) })] }],
    });
    expect(end.length).toBeLessThan(5000);
    expect(end).toContain('more characters)');
  });
});
