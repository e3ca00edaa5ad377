import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-write';
import { logLine } from '../lib/ci-commands';
import { outputProblemText } from '../lib/file-problem';
import type { Io } from '../lib/io';
import { jsonText } from '../lib/json-text';
import { isFolder, makeFolders } from '../lib/make-folders';
import { plural } from '../lib/plural';
import { messageOf, UserError } from '../lib/user-error';
import { exploredSoFarText } from '../report/view/text';
import { digest, type RunDigest } from '../reporters/history/digest';
import { type Damaged, historyHtml } from '../reporters/history/page';
import { type Trend, trends } from '../reporters/history/trend';
import { covers } from '../run/explore/coverage';
import { ReportProblem, readReport } from './report-input';

const fileName = 'history.html';

/** Every `run.json` below a folder, by path. Links are not followed: `latest` is a link to one of the others. */
function* runFiles(folder: string, onDamaged: (damaged: Damaged) => void): Generator<string> {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    onDamaged({ name: folder, why: messageOf(error) });
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* runFiles(path, onDamaged);
    else if (entry.name === 'run.json' && !entry.isSymbolicLink()) yield path;
  }
}

function requireFolder(path: string, name: string): void {
  if (!isFolder(path))
    throw new UserError(
      `--history: ${name} is not a folder`,
      'give the folder that contains the folders of the runs, such as reports',
    );
}

/** A page as an address relative to a folder; `undefined` if the page does not exist. */
function linkTo(path: string, folder: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const parts = relative(folder, path).split(sep);
  // A name with a colon would be read as a scheme.
  return `./${parts.map(encodeURIComponent).join('/')}`;
}

/** The closing lines on the console, without control characters or CI commands from the files. */
function summaryLines(histories: readonly Trend[], path: string): string {
  const lines = histories.flatMap(({ target, runs, findings, flaky, explored }) => {
    const open = findings.filter((finding) => finding.open && finding.level !== 'observation').length;
    return [
      `${target}: ${plural(runs.length, 'run')}, the latest ${runs.at(-1)!.verdict}; ${plural(open, 'open finding')}, ${plural(flaky.length, 'flaky case')}`,
      ...(explored ? [exploredSoFarText(explored)] : []),
    ];
  });
  return [...lines, `History   ${path}`].map((line) => `${logLine(line)}\n`).join('');
}

/**
 * Writes the history of the runs below a folder as `history.html`, to that folder or to `out`. Damaged files are left out,
 * and named on standard error and in the page.
 *
 * @throws UserError if there is no run, or the page cannot be written
 */
export async function writeHistory(name: string, out: string | undefined, json: boolean, io: Io): Promise<void> {
  const folder = resolve(io.cwd, name);
  requireFolder(folder, name);
  const damaged: Damaged[] = [];
  const digests: RunDigest[] = [];
  const outDir = out === undefined ? folder : resolve(io.cwd, out);
  const shown = (path: string): string => relative(folder, path) || '.';
  for (const path of runFiles(folder, (each) => damaged.push({ ...each, name: shown(each.name) }))) {
    try {
      digests.push(
        digest(shown(path), readReport(path, io.cwd).report, linkTo(join(dirname(path), 'report.html'), outDir)),
      );
    } catch (error) {
      if (!(error instanceof ReportProblem)) throw error;
      damaged.push({ name: shown(path) + error.place, why: `it ${error.what}` });
    }
  }
  for (const each of damaged) io.stderr.write(`note: skipped: ${logLine(`${each.name}: ${each.why}`)}\n`);
  if (digests.length === 0)
    throw new UserError(`--history: found no run.json below ${name}`, 'run with --reporter json first');
  const histories = trends(digests, covers);
  const path = join(outDir, fileName);
  try {
    makeFolders(outDir);
    await writeFileAtomic(path, historyHtml(histories, damaged));
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    throw new UserError(
      `${fileName} cannot be written: ${outputProblemText(error)}`,
      'choose another folder with --out',
    );
  }
  const bare = histories.map((trend) => ({
    ...trend,
    runs: trend.runs.map(({ cases: _cases, explored: _explored, link: _link, ...run }) => run),
  }));
  io.stdout.write(
    json ? `${jsonText({ histories: bare, damaged }, 2)}\n` : summaryLines(histories, relative(io.cwd, path)),
  );
}
