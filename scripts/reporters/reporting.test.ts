import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { UserError } from '../lib/user-error';
import { makeWorkplace, type Workplace } from '../testing/cli';
import { eventsOf, reportOf } from '../testing/run-fixtures';
import { closeServers, httpServer } from '../testing/servers';
import { chooseReporters, createReporting, defaultReportersIn } from './reporting';
import type { Reporter, ReporterContext, ReporterEntry } from './types';

let work: Workplace;
beforeEach(() => {
  work = makeWorkplace();
});
afterEach(async () => {
  work.remove();
  await closeServers();
});

const names = (list: string): string[] => chooseReporters(list).map(({ name }) => name);

describe('the chosen reporters', () => {
  it.each([
    [{}, false],
    [{ GITHUB_ACTIONS: 'true' }, true],
    [{ GITHUB_ACTIONS: 'false' }, false],
    [{ CI: 'true' }, false],
  ])('are the default ones in %j, with github: %s', (env, github) => {
    const chosen = names(defaultReportersIn(env));
    expect(chosen).toEqual(['json', 'junit', 'html', 'markdown', 'ndjson', 'console', ...(github ? ['github'] : [])]);
  });

  it('write to standard output last, the annotations after the text', () => {
    expect(names('github,console,junit,json')).toEqual(['json', 'junit', 'console', 'github']);
    expect(names('console,github,console')).toEqual(['console', 'github']);
  });
});

/** Reporting of these reporters alone. */
async function reportingOf(reporters: Record<string, Reporter>) {
  const entries = Object.entries(reporters).map(
    ([name, reporter]): ReporterEntry => ({ name, ownsStdout: false, create: async () => reporter }),
  );
  const context = { outDir: work.cwd, outDirShown: 'out', stdout: { write: () => true } };
  return createReporting(entries, { ...context, interactive: false, colour: false } satisfies ReporterContext);
}

describe('a reporter that fails', () => {
  const events = eventsOf({ cases: [{ id: 'a' }, { id: 'b' }] });
  const report = reportOf({ cases: [{ id: 'a' }, { id: 'b' }] });
  const boom = (): never => {
    throw new Error('boom\u001b[2J');
  };
  const later = async (): Promise<void> => {
    await turn();
    boom();
  };

  it.each<[string, Reporter]>([
    ['at an event', { onEvent: boom }],
    ['at an event, later', { onEvent: later }],
    ['at a secret', { onSecret: boom }],
    ['at the report', { onReport: boom }],
    ['at the report, later', { onReport: later }],
    ['at each of them', { onSecret: boom, onEvent: later, onReport: later }],
  ])('%s is not called again, is named once, and does not affect the others', async (_when, failing) => {
    const seen: string[] = [];
    const steady: Reporter = {
      onSecret: (secret) => {
        seen.push(secret);
      },
      onEvent: async ({ type }) => {
        await turn();
        seen.push(type);
      },
      onReport: ({ verdict }) => {
        seen.push(verdict);
      },
    };
    const reporting = await reportingOf({ failing, steady });
    reporting.onSecret('a secret');
    for (const event of events) reporting.onEvent(event);
    await reporting.onReport(report);
    expect(reporting.failures).toEqual(['the reporter failing failed: boom\\u001b[2J']);
    expect(seen).toEqual(['a secret', ...events.map(({ type }) => type), 'held']);
  });

  it('gets nothing after it has failed', async () => {
    let calls = 0;
    const failing: Reporter = {
      onEvent: () => {
        calls += 1;
        throw new Error('boom');
      },
      onReport: () => {
        calls += 1;
      },
    };
    const reporting = await reportingOf({ failing });
    for (const event of events) reporting.onEvent(event);
    await reporting.onReport(report);
    expect(calls).toBe(1);
  });

  it('ends a run that held with 3, and every other report is complete', async () => {
    const { exitCode, stdout, stderr } = await work.run(['run', '--out', 'made', '--case', 'accept.documented'], {
      // The folder of a report that is written at the end is taken away while the run goes on.
      onOutput: () => {
        if (!existsSync(work.path('made', 'run.json')))
          mkdirSync(work.path('made', 'run.json', 'taken'), { recursive: true });
      },
    });
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/^error: the reporter json failed: .+\n$/)]);
    expect(stdout).toContain('Contract held');
    expect(readFileSync(work.path('made', 'junit.xml'), 'utf8')).toMatch(/<\/testsuites>\n$/);
    expect(readFileSync(work.path('made', 'summary.md'), 'utf8')).toMatch(/^## ✅ Contract held/);
    expect(readdirSync(work.path('made')).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('an output that cannot be written is refused before the first request', () => {
  /** A run that is refused: nothing is sent, nothing is judged. */
  async function refusal(args: readonly string[], env = {}): Promise<string> {
    const server = await httpServer((_, response) => response.writeHead(500).end());
    const settings = { IMBURSE_BASE_URL: server.url, IMBURSE_MANAGEMENT_TOKEN: 'some-management-token', ...env };
    const { exitCode, stdout, stderr } = await work.run(['run', ...args], { env: settings });
    expect([exitCode, stdout, server.requests]).toEqual([2, '', []]);
    expect(stderr).toMatch(/^error: .+\n {2}next: .+\n$/);
    return stderr;
  }

  it.each(['run.json', 'junit.xml', 'summary.md', 'events.ndjson'])('a folder instead of %s', async (file) => {
    mkdirSync(work.path('made', file), { recursive: true });
    expect(await refusal(['--out', 'made'])).toContain(`${file} is a folder`);
  });

  it('a file instead of the folder', async () => {
    writeFileSync(work.path('made'), '');
    expect(await refusal(['--out', 'made'])).toContain('made cannot be used for the reports');
  });

  // Where even root creates nothing; on a system without it, no folder can be made there either.
  it('a folder in which nothing can be created', async () => {
    expect(await refusal(['--out', '/proc/self/fdinfo'])).toContain('nothing can be written to');
  });

  it('a broken link instead of the folder', async () => {
    symlinkSync(work.path('nowhere', 'at', 'all'), work.path('made'));
    expect(await refusal(['--out', 'made'])).toContain('made cannot be used for the reports');
  });

  it('a folder instead of the job summary', async () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: work.cwd };
    expect(await refusal(['--out', 'made'], env)).toContain('the job summary');
  });

  it('an unknown reporter', async () => {
    expect(await refusal(['--reporter', 'json,xml', '--out', 'made'])).toContain('"xml"');
    expect(existsSync(work.path('made'))).toBe(false);
  });

  it('leaves no file of its own in a folder that can be written', async () => {
    const context = {
      outDir: work.cwd,
      outDirShown: '.',
      stdout: { write: () => true },
      interactive: false,
      colour: false,
    };
    await createReporting(chooseReporters('json,junit,markdown'), context);
    expect(readdirSync(work.cwd)).toEqual([]);
    await expect(createReporting(chooseReporters('json'), { ...context, outDir: work.path('none') })).rejects.toThrow(
      UserError,
    );
  });
});
