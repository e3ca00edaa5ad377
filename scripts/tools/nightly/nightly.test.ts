import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RuleId } from '../../judge/rules';
import { type CaseFixture, finding, reportOf } from '../../testing/run-fixtures';
import { closedUrl, closeServers, httpServer } from '../../testing/servers';
import { type GitHubStandIn, jobEnv, type StandInResponse, startGitHub } from './testing/github-stand-in';
import { runJob } from './testing/job';

const failed = (rule: RuleId, theme = 'Methods'): CaseFixture => ({
  id: `${rule}.${theme}`,
  theme,
  verdict: 'failed',
  findings: [finding({ rule })],
});
const held: CaseFixture = { id: 'held', theme: 'Documented request' };
const red = [held, failed('status')];

let api: GitHubStandIn;
let folder: string;

beforeEach(async () => {
  api = await startGitHub();
  folder = mkdtempSync(join(tmpdir(), 'nightly-'));
});
afterEach(async () => {
  await closeServers();
  rmSync(folder, { recursive: true });
});

/** The job of a day in March; its run id grows with the day. */
async function night(day: number, cases: readonly CaseFixture[], env: Record<string, string> = {}) {
  const startedAt = `2026-03-${String(day).padStart(2, '0')}T02:17:09.125Z`;
  writeFileSync(join(folder, 'run.json'), JSON.stringify(reportOf({ header: { startedAt }, cases })));
  const args = ['night', '--run', join(folder, 'run.json'), '--history', join(folder, 'history')];
  return runJob(args, jobEnv(api, 100 + day, env));
}
const kept = (): string[] => readdirSync(join(folder, 'history'));
const state = () => api.issues.map((issue) => `${issue.state}, ${issue.comments.length} comments: ${issue.title}`);

describe('the nightly job', () => {
  it('opens one issue after two nights, comments once a night, and closes it after a green run', async () => {
    const title = 'Nightly: Contract broken: status (Methods)';
    expect(await night(1, red)).toMatchObject({ exitCode: 0, stdout: 'no issue needs a change\n', stderr: '' });
    expect(state()).toEqual([]);
    expect((await night(2, red)).stdout).toBe('opened an issue: finding:status:methods\n');
    expect(state()).toEqual([`open, 0 comments: ${title}`]);
    expect((await night(2, red)).stdout).toBe('no issue needs a change\n');
    expect((await night(3, red)).stdout).toBe('commented on #1: finding:status:methods\n');
    expect((await night(3, red)).stdout).toBe('no issue needs a change\n');
    expect(state()).toEqual([`open, 1 comments: ${title}`]);
    const green = await night(4, [held]);
    expect(green.stdout).toBe('commented on #1: finding:status:methods is gone\nclosed #1: finding:status:methods\n');
    expect((await night(4, [held])).stdout).toBe('no issue needs a change\n');
    expect(state()).toEqual([`closed, 2 comments: ${title}`]);
    expect(kept()).toEqual([1, 2, 3, 4].map((day) => `2026-03-0${day}T021709Z-run-10${day}`));
  });

  it('opens an issue for each of two problems', async () => {
    const two = [held, failed('status'), failed('allow'), failed('allow')];
    await night(1, two);
    await night(2, two);
    expect(api.issues.map(({ title }) => title)).toEqual([
      'Nightly: Contract broken: status (Methods)',
      'Nightly: Contract broken: allow (Methods)',
    ]);
  });

  it('ignores an older run that finishes later', async () => {
    await night(1, red);
    await night(2, red);
    await night(4, red);
    expect((await night(3, [held])).stdout).toBe('no issue needs a change\n');
    expect(state()).toEqual(['open, 1 comments: Nightly: Contract broken: status (Methods)']);
  });

  it('reopens an issue that was closed by hand', async () => {
    await night(1, red);
    await night(2, red);
    api.issues[0]!.state = 'closed';
    expect((await night(3, red)).stdout).toBe(
      'reopened #1: finding:status:methods\ncommented on #1: finding:status:methods\n',
    );
  });

  it('does not change the history or the issues when it is started manually', async () => {
    await night(1, red);
    const requests = api.server.requests.length;
    const byHand = await night(2, red, { GITHUB_EVENT_NAME: 'workflow_dispatch' });
    expect(byHand).toMatchObject({
      exitCode: 0,
      stdout: 'started manually: the history and the issues are not changed\n',
    });
    expect(api.server.requests).toHaveLength(requests);
    expect(kept()).toHaveLength(1);
  });

  it('finds its issue among 250, on the third page', async () => {
    for (let number = 1; number < 250; number += 1) {
      api.add({
        body: `<!-- payout-contract:cause=finding:x${number}:y run=1 at=2026-01-01T00:00:00Z -->`,
        state: 'closed',
      });
    }
    const body = '<!-- payout-contract:cause=finding:status:methods run=101 at=2026-03-01T02:17:09.125Z -->';
    api.add({ body });
    expect((await night(2, red)).stdout).toBe('commented on #250: finding:status:methods\n');
    expect(api.server.requests.filter((line) => line.includes('/issues?'))).toHaveLength(3);
  });

  it('ignores other issues, pull requests and comments', async () => {
    const body = '<!-- payout-contract:cause=finding:status:methods run=101 at=2026-03-01T02:17:09.125Z -->';
    const newer = body.replace('run=101 at=2026-03-01', 'run=999 at=2026-04-01');
    api.add({ body, labels: [] });
    api.add({ body, pull_request: {} });
    api.add({ body: `text above\n${body}` });
    api.add({ body, comments: [{ body: newer, user: { login: 'mallory' } }] });
    expect((await night(2, red)).stdout).toBe('commented on #4: finding:status:methods\n');
  });

  it('keeps 90 nights, one per run', async () => {
    const history = join(folder, 'history');
    await night(1, red);
    const days = [...Array(31).keys()].map((day) => String(day + 1).padStart(2, '0'));
    for (const month of ['10', '11', '12'])
      for (const day of days) {
        const name = join(history, `2025-${month}-${day}T021709Z-run-${month}${day}`);
        mkdirSync(name);
        writeFileSync(join(name, 'run.json'), 'not a report');
      }
    expect((await night(2, red)).stdout).toContain('skipped in the history');
    await night(2, red);
    expect(kept()).toHaveLength(90);
    expect(kept().slice(-2)).toEqual(['2026-03-01T021709Z-run-101', '2026-03-02T021709Z-run-102']);
  });
});

describe('a failing API', () => {
  /** Answers the first `times` requests that begin so in another way. */
  const first = (times: number, begin: string, answer: StandInResponse) => {
    let left = times;
    return (line: string): StandInResponse | undefined => (line.startsWith(begin) && left-- > 0 ? answer : undefined);
  };

  it.each<[string, StandInResponse, string, readonly number[]]>([
    ['500', { status: 500 }, 'GET', [1000]],
    ['502 to a request that was carried out', { status: 502, after: true }, 'POST', [1000]],
    ['429', { status: 429, headers: { 'Retry-After': '7' } }, 'GET', [7000]],
    [
      '403 at the rate limit',
      {
        status: 403,
        headers: {
          'X-RateLimit-Remaining': '0',
          'X-RateLimit-Reset': String(Date.parse('2026-03-02T02:30:30Z') / 1000),
          Date: 'Mon, 02 Mar 2026 02:30:00 GMT',
        },
      },
      'POST',
      [30_000],
    ],
  ])('is retried, and nothing is done twice: %s', async (_name, answer, method, waits) => {
    await night(1, red);
    api.fault = first(1, method, answer);
    expect(await night(2, red)).toMatchObject({ exitCode: 0, stderr: '', waits });
    expect(state()).toEqual(['open, 0 comments: Nightly: Contract broken: status (Methods)']);
  });

  it.each<[string, StandInResponse, string, number]>([
    ['500 every time', { status: 500, body: { message: 'Sorry' } }, 'GitHub answered 500: Sorry', 3],
    [
      'a long rate limit',
      { status: 429, headers: { 'Retry-After': '3600' } },
      "GitHub's rate limit was reached (429)",
      0,
    ],
    [
      '401',
      { status: 401, body: { message: 'Bad credentials' } },
      'refused the request with 401: Bad credentials; the token is invalid',
      0,
    ],
    [
      '403',
      { status: 403, body: { message: 'Resource not accessible' } },
      'the token needs the permissions "issues: write"',
      0,
    ],
    ['404', { status: 404 }, 'check that owner/name exists and that the token can access it', 0],
    [
      'a redirection',
      { status: 301, headers: { Location: 'https://evil.example/' } },
      'refused the request with 301',
      0,
    ],
    ['something else', { status: 200, body: {} }, 'answer is not a list', 0],
    [
      'a next page elsewhere',
      { status: 200, body: [], headers: { Link: '<https://evil.example/>; rel="next"' } },
      'another origin',
      0,
    ],
    ['its own token', { status: 422, body: { message: 'ghs_test-token\u001b[2J' } }, '422: ***\\u001b[2J', 0],
  ])('ends with one clear line and code 3, without the token: %s', async (_name, answer, line, pauses) => {
    api.fault = () => answer;
    const { exitCode, stdout, stderr, waits } = await night(1, red);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('ghs_test-token');
    expect(waits).toHaveLength(pauses);
    expect(kept()).toHaveLength(1);
  });

  it('says that the API refuses connections', async () => {
    const { exitCode, stderr } = await night(1, red, { GITHUB_API_URL: await closedUrl() });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^error: GitHub cannot be reached at http:\/\/127.0.0.1:\d+: ECONNREFUSED\n$/);
  });

  it('retries after a dropped connection', async () => {
    let cut = false;
    const flaky = await httpServer((request, response) => {
      if (!cut) request.socket.destroy();
      else response.end('[]');
      cut = true;
    });
    const { exitCode, waits } = await night(1, red, { GITHUB_API_URL: flaky.url });
    expect({ exitCode, waits }).toEqual({ exitCode: 0, waits: [1000] });
  });
});

describe('usage of the nightly job', () => {
  it.each<[string, readonly string[], Record<string, string>, string]>([
    ['an unknown command', ['day'], {}, "unknown command 'day'"],
    ['a missing option', ['night', '--run', 'x'], {}, "required option '--history <dir>' not specified"],
    ['an unknown option', ['night', '--run', 'x', '--history', 'y', '--token', 'x'], {}, "unknown option '--token'"],
    ['no token', ['night', '--run', 'x', '--history', 'y'], { GITHUB_TOKEN: '' }, 'GITHUB_TOKEN is not set'],
    [
      'a token with a line feed',
      ['night', '--run', 'x', '--history', 'y'],
      { GITHUB_TOKEN: 'a\nb' },
      'GITHUB_TOKEN is malformed',
    ],
    [
      'a malformed repository',
      ['night', '--run', 'x', '--history', 'y'],
      { GITHUB_REPOSITORY: 'a/b/../c' },
      'GITHUB_REPOSITORY is malformed',
    ],
    [
      'an API without TLS',
      ['night', '--run', 'x', '--history', 'y'],
      { GITHUB_API_URL: 'http://api.example' },
      'GITHUB_API_URL is not an https URL',
    ],
    ['no report', ['night', '--run', '/nowhere/run.json', '--history', 'y'], {}, 'the report cannot be read'],
    ['a report of another kind', ['night', '--run', __filename, '--history', 'y'], {}, 'is not a valid run report'],
    [
      'a malformed artifact name',
      ['heartbeat', '--workflow', 'a', '--artifact', 'a&b'],
      {},
      '"a&b" may contain only letters',
    ],
  ])('refuses %s', async (_name, args, env, line) => {
    const { exitCode, stderr } = await runJob(args, jobEnv(api, 1, env));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(line);
    expect(api.server.requests).toEqual([]);
  });

  it('shows its help', async () => {
    expect(await runJob(['--help'], {})).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/night.*heartbeat.*GITHUB_TOKEN/s),
    });
  });
});
