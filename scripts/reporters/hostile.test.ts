import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';
import { fold } from '../report/fold';
import { readEvents } from '../report/read-events';
import type { RunReport } from '../report/types';
import { hostileCases, hostileReport } from '../testing/hostile-report';
import { asReadBack, hostileText } from '../testing/hostile-text';
import { markdownShape } from '../testing/markdown-shape';
import { eventsOf } from '../testing/run-fixtures';
import { annotations } from './github-commands';
import { reporters } from './index';
import { junitXml } from './junit';
import { summaryMarkdown } from './summary-markdown';
import type { ReporterEntry } from './types';

/** What a terminal, a log or a reader of lines would obey; the line feed ends our own lines. */
const obeyed = /[^\P{C}\n]|[\u2028\u2029]/u;
const schema = readFileSync(join(__dirname, '../testing/jenkins-junit.xsd'), 'utf8');
const events = eventsOf({ cases: hostileText.flatMap(([, text], number) => hostileCases(text, number)) });
const everything = fold(events);
/** A report of each text. */
const reports = hostileText.map(([attempt, text]) => ({ attempt, text, report: hostileReport(text) }));

describe('the hostile strings', () => {
  it('are at least 500, without duplicates', () => {
    expect(hostileText.length).toBeGreaterThanOrEqual(500);
    expect(new Set(hostileText.map(([attempt]) => attempt)).size).toBe(hostileText.length);
  });
});

describe('summary.md', () => {
  const harmless = markdownShape(summaryMarkdown(hostileReport('harmless'), 1e6));

  it('has the same markup for any text', () => {
    const wrong = reports.filter(({ text, report }) => {
      const markdown = summaryMarkdown(report, 1e6);
      // Where there is no text at all, a line of it is empty.
      const shape = markdownShape(markdown).filter((line) => line !== '');
      const wanted = harmless.filter((line) => line !== '');
      if (text.trim() === '') return obeyed.test(markdown) || shape.length < wanted.length - 6;
      return obeyed.test(markdown) || shape.join('\n') !== wanted.join('\n');
    });
    expect(wrong.map(({ attempt }) => attempt)).toEqual([]);
  });
});

describe('the annotations', () => {
  const shapeOf = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/=.*/s, ''));
  const harmless = shapeOf(annotations(hostileReport('harmless')));

  it('are one command per line, with one property, for any text', () => {
    const wrong = reports.filter(({ report }) => {
      const lines = annotations(report);
      const wellFormed = lines.every((line) => /^::(?:error|warning|notice) title=[^:,\r\n]*::[^\r\n]*\n$/.test(line));
      return !wellFormed || lines.some((line) => obeyed.test(line)) || `${shapeOf(lines)}` !== `${harmless}`;
    });
    expect(wrong.map(({ attempt }) => attempt)).toEqual([]);
  });
});

describe('junit.xml', () => {
  it('is well-formed and valid with all texts, and counts what it holds', async () => {
    const contents = junitXml(everything);
    const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents }, schema });
    expect(errors.map(({ rawMessage }) => rawMessage)).toEqual([]);
    expect(/[^\P{C}\n\t]/u.test(contents)).toBe(false);
    expect(/>[^<]*\[\[ATTACHMENT\|/.test(contents)).toBe(false);
    expect(contents.match(/<testcase /g)).toHaveLength(everything.cases.length);
  });

  it('has the same elements for any text', () => {
    const tags = (report: RunReport): string => (junitXml(report).match(/<[^ >]+/g) ?? []).join(' ');
    const wanted = tags(hostileReport('harmless'));
    const wrong = reports.filter(({ report }) => tags(report) !== wanted);
    expect(wrong.map(({ attempt }) => attempt)).toEqual([]);
  });
});

describe('every reporter', () => {
  const written = new Map<string, { readonly files: readonly string[]; readonly text: string }>();

  beforeAll(async () => {
    for (const { name, create } of reporters) written.set(name, await write(create));
  });

  it.each(reporters.map(({ name, file }) => [name, file] as const))(
    '%s writes only %s, without control characters',
    (name, file) => {
      const { files, text } = written.get(name)!;
      expect(files).toEqual(file === undefined ? [] : [file]);
      expect(text.length).toBeGreaterThan(1000);
      expect(/[^\P{C}\n\t]/u.exec(text)?.[0]).toBeUndefined();
    },
  );

  it.each([
    ['console', 0],
    ['github', 10],
  ])('%s prints only its own commands', (name, count) => {
    const commands = written
      .get(name)!
      .text.split('\n')
      .filter((line) => /^\s*::|##[A-Za-z]*\[/.test(line));
    const own = /^::(error|warning|notice) title=(?![\s\S]*##[A-Za-z]*\[)/;
    expect(commands.filter((line) => !own.test(line))).toEqual([]);
    expect(commands.length).toBe(count);
  });

  it('json and ndjson preserve the text', () => {
    expect(JSON.parse(written.get('json')!.text)).toEqual(asReadBack(everything));
    expect(readEvents(written.get('ndjson')!.text)).toEqual(asReadBack(events));
  });
});

/** Everything that a reporter writes of a run that holds all the texts. */
async function write(create: ReporterEntry['create']): Promise<{ files: string[]; text: string }> {
  const outDir = mkdtempSync(join(tmpdir(), 'hostile-'));
  const parts: string[] = [];
  const stdout = { write: (part: string) => parts.push(part) };
  const env = { GITHUB_ACTIONS: 'true' };
  try {
    const reporter = await create({ outDir, outDirShown: 'out', stdout, interactive: false, colour: false, env });
    for (const event of events) await reporter.onEvent?.(event);
    await reporter.onReport?.(everything);
    const files = readdirSync(outDir);
    return { files, text: parts.join('') + files.map((file) => readFileSync(join(outDir, file), 'utf8')).join('') };
  } finally {
    rmSync(outDir, { recursive: true });
  }
}
