import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';
import { hostileText } from '../../testing/hostile-text';
import { fleetReport } from '../fleet-report';
import type { FleetHeader, FleetReport, PartnerResult } from '../types';
import { fleetCsv } from './csv';
import { fleetJunit } from './junit';
import { fleetHtml } from './page';

const schema = readFileSync(join(__dirname, '../../testing/jenkins-junit.xsd'), 'utf8');

const header: FleetHeader = {
  ...{ schemaVersion: 1, tool: { name: 'payout-contract', version: '1.0.0' }, mode: 'credentials' },
  ...{ startedAt: '2026-03-01T10:00:00.000Z', partners: 0 },
};

const result = (name: string, more: Partial<PartnerResult> = {}): PartnerResult => ({
  ...{ name, fingerprint: 'sha256:0123456789abcdef', verdict: 'working', exitCode: 0, startedAt: header.startedAt },
  ...{ durationMs: 1200, requests: 4, attempts: 1, ...more },
});

const refused = { verdict: 'refused', exitCode: 4 } as const;
const reportOf = (...results: PartnerResult[]): FleetReport =>
  fleetReport({ ...header, partners: results.length }, results, { durationMs: 5000 });

/** Cells as a reader of RFC 4180 sees them. */
const cellsOf = (csv: string): string[][] =>
  csv
    .replace(/^\uFEFF/, '')
    .split('\r\n')
    .filter(Boolean)
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) =>
        cell.replace(/^"|"$/g, '').replaceAll('""', '"'),
      ),
    );

describe('fleet.csv', () => {
  it.each(['=HYPERLINK("https://evil.example","x")', '+1+1', '-2+3', '@SUM(A1)', ' =1', '|calc', '%0A=1', '＝1'])(
    'makes no formula of %j',
    (name) => {
      const [, row = []] = cellsOf(fleetCsv(reportOf(result(name))));
      expect(row[0]).toBe(`'${name}`);
    },
  );

  it('has a line for each partner, whatever its name is', () => {
    const names = hostileText.map(([, text]) => text);
    const rows = cellsOf(fleetCsv(reportOf(...names.map((name) => result(name)))));
    expect(rows.length).toBe(names.length + 1);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([rows[0]!.length]));
    expect(fleetCsv(reportOf(result('a\r\nb\u001b')))).not.toMatch(/\u001b|a\r/);
  });

  it('says what to do', () => {
    const cause = { code: 'key-refused', title: 'The target does not accept this "key", or pair', next: 'make a key' };
    const [head = [], row = []] = cellsOf(fleetCsv(reportOf(result('A', { ...refused, cause }))));
    const cells = Object.fromEntries(head.map((name, at) => [name, row[at]]));
    expect(cells).toMatchObject({
      partner: 'A',
      verdict: 'refused',
      'exit code': '4',
      title: cause.title,
      next: 'make a key',
    });
  });
});

describe('junit.xml of a fleet', () => {
  const problemsOf = async (report: FleetReport): Promise<readonly string[]> => {
    const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents: fleetJunit(report) }, schema });
    return errors.map(({ rawMessage }) => rawMessage);
  };

  it('is valid, whatever the names and causes are', async () => {
    const hostile = hostileText.map(([, text]) =>
      result(text, { ...refused, cause: { code: text || 'x', title: text, seen: text, next: text } }),
    );
    expect(await problemsOf(reportOf(...hostile))).toEqual([]);
  });

  it('tells failures from missing verdicts, and an unfinished fleet from a finished one', async () => {
    const cause = { code: 'timeout', title: 'T', next: 'N' };
    const some = [
      result('A'),
      result('B', { ...refused, cause }),
      result('C', { verdict: 'no-verdict', exitCode: 3, cause }),
    ];
    const report = fleetReport({ ...header, partners: 4 }, some, { durationMs: 1 });
    const text = fleetJunit(report);
    expect(text).toMatch(/<testsuites name="payout-contract" tests="4" failures="1" errors="2"/);
    expect(text).toContain('3 of 4 partners are done');
    expect(await problemsOf(report)).toEqual([]);
    expect(fleetJunit(reportOf(result('A')))).toMatch(/tests="2" failures="0" errors="0"/);
  });
});

describe('fleet.html', () => {
  it('escapes every text', () => {
    const name = '<img src=x onerror=alert(1)>"\'&\u202e';
    const cause = { code: name, title: name, seen: name, next: name };
    const page = fleetHtml(
      reportOf(
        result(name, { ...refused, cause, warnings: [cause], worker: { host: name, process: 1, version: name } }),
      ),
    );
    expect(page).not.toContain('<img');
    expect(page).not.toContain('\u202e');
    expect(page).not.toMatch(/data-cause="[^"]*<|data-cause=""'/);
  });

  it('lists what does not count', () => {
    const unverified = { count: 3, entries: [{ kind: 'job', name: '<b>', why: 'not signed' }] } as const;
    const page = fleetHtml({ ...reportOf(result('A')), unverified });
    expect(page).toContain('3 records in Redis were not signed');
    expect(page).toContain('And 2 more.');
  });
});
