import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { built } from '../../testing/built';
import { closeServers } from '../../testing/servers';
import { type GitHubStandIn, jobEnv, startGitHub } from './testing/github-stand-in';
import { runJob } from './testing/job';

const args = ['heartbeat', '--workflow', 'nightly.yml', '--artifact', 'nightly-report'];

let api: GitHubStandIn;

beforeEach(async () => {
  api = await startGitHub();
});
afterEach(closeServers);

const beat = (run: number, now: string) => runJob(args, jobEnv(api, run), now);
const report = (created_at: string) => api.artifacts.push({ name: 'nightly-report', created_at });

describe('the heartbeat', () => {
  it('opens an issue at once when a night left no report, comments once a day, and closes it', async () => {
    report('2026-03-09T02:30:00Z');
    expect((await beat(1, '2026-03-09T13:41:00Z')).stdout).toBe('no issue needs a change\n');
    api.artifacts.push({ name: 'manual-report', created_at: '2026-03-10T09:00:00Z' });
    expect((await beat(2, '2026-03-10T13:41:00Z')).stdout).toBe('opened an issue: no-run\n');
    expect((await beat(3, '2026-03-10T15:00:00Z')).stdout).toBe('no issue needs a change\n');
    expect((await beat(4, '2026-03-11T13:41:00Z')).stdout).toBe('commented on #1: no-run\n');
    report('2026-03-12T02:30:00Z');
    expect((await beat(5, '2026-03-12T13:41:00Z')).stdout).toBe('commented on #1: no-run is gone\nclosed #1: no-run\n');
    expect(api.issues).toMatchObject([{ state: 'closed', title: 'Nightly: a night went by without a run' }]);
  });

  it('waits for the first night of a new workflow, and reports it if it is missing', async () => {
    api.workflowCreated = '2026-03-10T10:00:00Z';
    expect((await beat(1, '2026-03-10T13:41:00Z')).stdout).toBe('no issue needs a change\n');
    expect((await beat(2, '2026-03-12T13:41:00Z')).stdout).toBe('opened an issue: no-run\n');
    expect(api.issues[0]?.body).toContain('there has never been a report');
  });

  it('leaves the issues of the nightly job alone', async () => {
    report('2026-03-09T02:30:00Z');
    api.add({ body: '<!-- payout-contract:cause=outage run=1 at=2026-03-01T02:17:09.125Z -->' });
    expect((await beat(1, '2026-03-09T13:41:00Z')).stdout).toBe('no issue needs a change\n');
  });

  it('retries after an API error, and reports it if that does not help', async () => {
    report('2026-03-09T02:30:00Z');
    api.fault = (_line, count) => (count <= 2 ? { status: 503 } : undefined);
    expect(await beat(1, '2026-03-09T13:41:00Z')).toMatchObject({ exitCode: 0, waits: [1000, 2000] });
    api.fault = () => ({ status: 503 });
    const { exitCode, stderr } = await beat(1, '2026-03-09T13:41:00Z');
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: 'error: GitHub answered 503\n' });
  });
});

describe('the program', () => {
  it('is scripts/tools/nightly/cli.ts, and hands over its arguments, environment and exit code', async () => {
    report('2026-03-09T02:30:00Z');
    const child = spawn(process.execPath, [built('dist/tools/nightly/cli.js'), ...args], {
      env: { PATH: process.env.PATH, ...jobEnv(api, 1) },
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const [code] = await once(child, 'close');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'opened an issue: no-run\n' });
  });
});
