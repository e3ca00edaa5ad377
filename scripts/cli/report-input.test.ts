import { chmodSync, copyFileSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { jsonText } from '../lib/json-text';
import type { RunReport } from '../report/types';
import { built } from '../testing/built';
import { startNode } from '../testing/process';
import { broken, held, reportWorkplace } from '../testing/report-workplace';
import { eventsOf, finding, quarantineEntry, reportOf, unanswered } from '../testing/run-fixtures';

const work = reportWorkplace();
const { put, json, report } = work;

const whole = JSON.stringify(reportOf(broken), null, 2);
const changed = (change: (report: Record<string, unknown> & RunReport) => object) =>
  JSON.stringify(change({ ...reportOf(broken) }));
/** A run that held, with a change to its first case, and the counts put right. */
const changedHeld = (change: object, counts: object = {}) =>
  changed(() => {
    const { summary, cases, ...rest } = reportOf(held);
    return {
      ...rest,
      summary: { ...summary, ...counts },
      cases: cases.map((each, at) => (at === 0 ? { ...each, ...change } : each)),
    };
  });

beforeAll(() => {
  mkdirSync(work.path('folder'));
  json('folder/run.json', reportOf(held));
});

it('a report with a case that the target may refuse by closing the connection is read', async () => {
  const refused = { ...held.cases[0]!, id: 'body.one-mebibyte', exchanges: [unanswered('reset')] };
  const read = await report(json('refused.json', reportOf({ ...held, cases: [refused] })));
  expect(read).toMatchObject({ exitCode: 0, stderr: '' });
});

describe('a file is refused in one line, with its name and what to do', () => {
  it.each<[string, string | Buffer, string]>([
    ['is empty', '', 'x is empty'],
    ['is truncated', whole.slice(0, 900), 'x:48:10 is not JSON: it ends inside an object'],
    ['is a page of HTML', '<!DOCTYPE html>', 'x:1:1 is not JSON: it looks like markup'],
    ['is binary', Buffer.from([0, 255, 254, 27, 91]), 'x:1:1 is not JSON: a character is out of place'],
    ['is other JSON', '{"name":"x"}', 'x is not a run report: schemaVersion is missing'],
    ['is a list', '[]', 'x is not a run report: the file must be an object'],
    ['is null', 'null', 'x is not a run report: the file must be an object'],
    [
      'is of a newer version',
      changed((run) => ({ ...run, schemaVersion: 2 })),
      'x has schema version 2; this program reads version 1',
    ],
    [
      'holds an unknown verdict',
      changed((run) => ({ ...run, verdict: 'green' })),
      'x is not a run report: verdict must be "held" or ',
    ],
    ['has no cases', changed((run) => ({ ...run, cases: 'none' })), 'x is not a run report: cases must be a list'],
    [
      'has a case twice',
      changed((run) => ({ ...run, cases: [run.cases[0], run.cases[0]] })),
      'x was changed after it was written: two of its cases',
    ],
    [
      'has fewer failures than it counts',
      changed((run) => ({ ...run, cases: run.cases.map((each) => ({ ...each, findings: [] })) })),
      'x was changed after it was written: summary.violations is 1, but its cases add up to 0',
    ],
    [
      'has another verdict than its cases',
      changed((run) => ({ ...run, verdict: 'held', exitCode: 0 })),
      'x was changed after it was written: its verdict is held with exit code 0, but the rest of it says broken with 1',
    ],
    [
      'is complete, and was not',
      changed(() => ({ ...reportOf(held), complete: false })),
      'x was changed after it was written: its verdict is held with exit code 0, but the rest of it says no-verdict with 3',
    ],
    [
      'started at an impossible time',
      changed((run) => ({ ...run, startedAt: '2026-99-99T99:99:99Z' })),
      'x was changed after it was written: startedAt is not a valid time',
    ],
    [
      'is an impossible shard',
      changed((run) => ({ ...run, shard: { index: 3, count: 2 } })),
      'x was changed after it was written: shard 3/2 is not possible',
    ],
    [
      'has a case that passed with what fails it',
      changedHeld({ findings: [finding()] }, { violations: 1 }),
      'x was changed after it was written: the case a passed, but has a finding that fails it',
    ],
    [
      'has a case that passed with a response that was never received',
      changedHeld({ exchanges: [unanswered('timeout')] }),
      'x was changed after it was written: the case a passed, but has no response',
    ],
    [
      'has a case that passed without a response, and must have one',
      changedHeld({ exchanges: [unanswered('reset')] }),
      'x was changed after it was written: the case a passed, but has no response',
    ],
    [
      'has a case that passed and failed under load',
      changedHeld({ load: { sent: 9, failed: 1, errored: 0, responseTimes: { p50: 1, p90: 1, p99: 1, max: 1 } } }),
      'x was changed after it was written: the case a passed, but failed under load',
    ],
    [
      'has a case that passed and was never sent',
      changedHeld({ unfinished: 'not-sent' }),
      'x was changed after it was written: the case a passed, but never ended',
    ],
    [
      'has a finding in quarantine beyond its last day',
      changedHeld(
        { findings: [finding({ quarantined: { owner: 'mia', reason: 'known', expires: '2026-02-28' } })] },
        { quarantined: 1 },
      ),
      'x was changed after it was written: the case a has a finding in quarantine beyond its last day',
    ],
    [
      'has an expired entry of its quarantine among the unused ones',
      changed(() => ({
        ...reportOf(held),
        quarantine: { expired: [], unused: [quarantineEntry({ expires: '2026-02-28' })] },
      })),
      'x was changed after it was written: an entry of its quarantine had expired',
    ],
    [
      'has a limit that was exceeded and counts as kept',
      changed(() => ({
        ...reportOf(held),
        thresholds: [{ measure: 'p99', limit: 40, actual: 50, exceeded: false }],
      })),
      'x was changed after it was written: the limit of p99 is kept, but its numbers say otherwise',
    ],
    [
      'has other assertions than its cases',
      changed(() => ({ ...reportOf(held), assertions: { total: 2, failed: 0, skipped: 0, threw: 0 } })),
      'x was changed after it was written: its assertions do not add up',
    ],
    [
      'started on a day that does not exist',
      changed((run) => ({ ...run, startedAt: '2026-02-30T10:00:00Z' })),
      'x was changed after it was written: startedAt is not a valid time',
    ],
    [
      'ends twice, the second time without what stopped it',
      [...eventsOf({ ...held, stopped: 'deadline' }), eventsOf(held).at(-1)].map((event) => jsonText(event)).join('\n'),
      'x contains the events of 2 runs',
    ],
    ['is truncated in its first event', '{"type":"run-started","sch', 'x does not contain a complete first event'],
    [
      'has a broken event',
      `${jsonText(eventsOf(held)[0])}
{"type":
{}
`,
      'x:2:9 is not JSON: it ends inside an object',
    ],
    [
      'has an event without its parts',
      '{"type":"run-started","schemaVersion":1,"run":{}}\n',
      'x:1 is not a valid event of type run-started: cases is missing',
    ],
    [
      'has events of a newer version',
      '{"type":"run-started","schemaVersion":7}\n',
      'x:1 has events of version 7; this program reads version 1',
    ],
    ['lacks its first event', `${jsonText(eventsOf(held)[1])}\n`, 'x does not contain a complete first event'],
    [
      'holds two runs',
      [...eventsOf(held), ...eventsOf(held)].map((event) => jsonText(event)).join('\n'),
      'x contains the events of 2 runs',
    ],
    [
      'has an event with a wrong value',
      eventsOf(held)
        .map((event) => jsonText(event.type === 'run-finished' ? { ...event, durationMs: 'x' } : event))
        .join('\n'),
      `x:${eventsOf(held).length} is not a valid event of type run-finished: durationMs must be a number`,
    ],
  ])('that %s', async (_name, content, message) => {
    writeFileSync(work.path('x'), content);
    const { exitCode, stdout, stderr } = await report('x');
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^error: .*\n {2}next: .*\n$/)]);
    expect(stderr).toContain(`error: ${message}`);
  });

  it.each<[string, () => string, string]>([
    ['is not there', () => 'nowhere.json', 'nowhere.json cannot be read: it does not exist'],
    [
      'is a folder without a run',
      () => {
        mkdirSync(work.path('empty'));
        return 'empty';
      },
      'empty contains neither run.json nor events.ndjson',
    ],
    ['is a device', () => '/dev/zero', '/dev/zero is not a file'],
    [
      'is huge',
      () => {
        truncateSync(work.path(put('huge', '{')), 300 * 2 ** 20);
        return 'huge';
      },
      'huge is too large: 300 MiB; the limit is 256 MiB',
    ],
    [
      'is a symbolic link to itself',
      () => {
        symlinkSync('circle', work.path('circle'));
        return 'circle';
      },
      'circle cannot be read: its symbolic links form a loop',
    ],
    ['has a hostile name', () => '\u001b[31mx', '\\u001b[31mx cannot be read: it does not exist'],
  ])('that %s', async (_name, make, message) => {
    const { exitCode, stderr } = await report(make());
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^error: .*\n {2}next: .*\n$/)]);
    expect(stderr).toContain(`error: ${message}`);
  });

  it('that may not be read', async () => {
    chmodSync(work.path(json('secret.json', reportOf(held))), 0);
    chmodSync(work.cwd, 0o755);
    // root may read everything, so the process gives up its rights once the code is loaded.
    const program = `
      const { readReport } = require(${JSON.stringify(built('dist/cli/report-input.js'))});
      if (process.getuid?.() === 0) process.setuid(65534);
      try {
        readReport('secret.json', process.cwd());
      } catch ({ message }) {
        console.log(message);
      }`;
    const { written, ended } = startNode(['-e', program], [], work.cwd, {});
    await ended;
    expect(written).toEqual({ stdout: 'secret.json cannot be read: permission denied\n', stderr: '' });
  });

  it('given twice', async () => {
    const { exitCode, stderr } = await report('folder', 'folder/run.json');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('folder and folder/run.json are the same file')]);
  });

  it('that is a copy of another', async () => {
    copyFileSync(work.path('folder/run.json'), work.path('copy.json'));
    const { stderr } = await report('folder', 'copy.json');
    expect(stderr).toContain('folder and copy.json are reports of the same run');
  });

  it('not given at all', async () => {
    expect(await report()).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('report needs the folder or report of a run'),
    });
  });
});

describe('a byte order mark, as editors on Windows write it, is passed over, also in UTF-16 of PowerShell', () => {
  const marked = (text: string): string => `\uFEFF${text}`;
  it.each([
    ['run.json', whole],
    [
      'events.ndjson',
      eventsOf(broken)
        .map((event) => JSON.stringify(event))
        .join('\n'),
    ],
  ])('in %s', async (_name, text) => {
    for (const bytes of [Buffer.from(marked(text)), Buffer.from(marked(text), 'utf16le')]) {
      writeFileSync(work.path('marked'), bytes);
      const { exitCode, stderr } = await report('marked');
      expect([exitCode, stderr.includes('is not a report')]).toEqual([1, false]);
    }
  });
});
