import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';
import { fold } from '../report/fold';
import { readEvents } from '../report/read-events';
import { reporters } from '../reporters';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, type Outcome, settingsOf } from '../testing/cli';
import { hostileProxy } from '../testing/hostile-proxy';
import { markdownShape } from '../testing/markdown-shape';
import { closeServers } from '../testing/servers';

const work = makeWorkplace();
const read = (file: string): string => readFileSync(work.path('out', file), 'utf8');
let sandbox: Sandbox;
let outcome: Outcome;

beforeAll(async () => {
  sandbox = await startSandbox();
  const { url } = await hostileProxy(sandbox.url, 0);
  outcome = await work.run(
    [
      ...['run', '--out', 'out', '--retries', '0', '--strict', '--explore', '20'],
      ...['--reporter', reporters.map(({ name }) => name).join(',')],
    ],
    {
      env: {
        ...{ ...settingsOf(sandbox), IMBURSE_BASE_URL: url },
        ...{ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: work.path('step-summary') },
      },
    },
  );
});
afterAll(async () => {
  await closeServers();
  await sandbox.close();
  work.remove();
});

/** Printed for the runner, which swallows them: the one place of secrets. */
const masks = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('::add-mask::'));
const withoutMasks = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n');

describe('a run against a server that puts hostile text everywhere', () => {
  it('reaches a verdict, with most cases judged', () => {
    expect([outcome.exitCode, outcome.report?.verdict]).toEqual([1, 'broken']);
    const { cases, passed, failed } = outcome.report!.summary;
    expect(passed + failed).toBeGreaterThan(0.9 * cases);
  });

  it('holds text of the server in its report', () => {
    const text = JSON.stringify(outcome.report);
    for (const part of ['<script>alert(1)</script>', '::error::owned', '=cmd', '[link](https://evil.example)'])
      expect(text).toContain(part);
    expect(read('run.json')).not.toContain('::error::owned');
  });

  it('writes the files of its reporters, and no others anywhere', () => {
    const files = reporters.flatMap(({ file }) => file ?? []);
    expect(readdirSync(work.path('out')).sort()).toEqual([...files].sort());
    expect(readdirSync(work.cwd).sort()).toEqual(['out', 'step-summary']);
  });

  it.each(reporters.flatMap(({ file }) => file ?? []))(
    'has nothing in %s that a terminal or a reader of lines obeys',
    (file) => {
      expect(/[^\P{C}\n\t]|[\u2028\u2029]/u.exec(read(file))?.[0]).toBeUndefined();
    },
  );

  it('prints text without controls, and no command but annotations and masks', () => {
    expect(outcome.stderr).toBe('');
    expect(/[^\P{C}\n]/u.exec(withoutMasks(outcome.stdout))?.[0]).toBeUndefined();
    const commands = outcome.stdout.split('\n').filter((line) => /^\s*::|##[A-Za-z]*\[/.test(line));
    const others = commands.filter((line) => !/^::(?:(?:error|warning|notice) title=[^:,]*|add-mask)::/.test(line));
    expect(others).toEqual([]);
    expect(commands.length - masks(outcome.stdout).length).toBeLessThanOrEqual(10);
  });

  it('writes XML that is well-formed and valid', async () => {
    const schema = readFileSync(join(__dirname, '../testing/jenkins-junit.xsd'), 'utf8');
    const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents: read('junit.xml') }, schema });
    expect(errors.map(({ rawMessage }) => rawMessage)).toEqual([]);
    expect(read('junit.xml').match(/<testcase /g)).toHaveLength(outcome.report!.cases.length);
  });

  it('writes Markdown in which no text is markup', () => {
    const known = [
      /^$/,
      /^FENCE$/,
      /^TEXT$/,
      /^## ❌ TEXT$/u,
      /^(?:> )?\*\*TEXT\*\* TEXT$/,
      /^\| (?:---|TEXT)(?: \| (?:---|TEXT)){3} \|$/,
      /^\| TEXT(?:¶TEXT)* \| TEXT \| TEXT(?:¶TEXT)* \|(?: TEXT(?:¶TEXT)*| )? \|$/,
      /^«TEXT»$/,
      /^§$/,
    ];
    const shape = markdownShape(read('summary.md'));
    expect(shape.filter((line) => !known.some((pattern) => pattern.test(line)))).toEqual([]);
    expect(readFileSync(work.path('step-summary'), 'utf8')).toBe(read('summary.md'));
  });

  it('writes events that fold into its report', () => {
    expect(fold(readEvents(read('events.ndjson')))).toEqual(JSON.parse(read('run.json')));
  });

  it('writes HTML in which no text is markup', () => {
    const html = read('report.html');
    for (const part of ['<script>alert', '<img src=x', '<svg/onload', '<iframe', '<base ', '<object', '<form action'])
      expect(html.includes(part)).toBe(false);
  });
});
