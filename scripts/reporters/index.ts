import { join } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-write';
import { jsonText } from '../lib/json-text';
import type { RunReport } from '../report/types';
import type { Reporter, ReporterContext, ReporterEntry } from './types';

type Render = (report: RunReport) => string;

/** The reporters. To add one, write a file that exports `create` or renders a report, and add a line here. */
export const reporters: readonly ReporterEntry[] = [
  { name: 'console', ownsStdout: true, create: lazy(() => require('./console')) },
  rendered('json', 'run.json', () => (report) => `${jsonText(report, 2)}\n`),
  rendered('junit', 'junit.xml', () => require('./junit').junitXml),
  rendered('html', 'report.html', () => require('./html/page').reportHtml),
  rendered('markdown', 'summary.md', () => require('./summary-markdown').summaryMarkdown),
  rendered('ctrf', 'ctrf-report.json', () => require('./ctrf').ctrfJson),
  { name: 'ndjson', file: 'events.ndjson', ownsStdout: false, create: lazy(() => require('./ndjson')) },
  // After the console, so that annotations come after its text.
  { name: 'github', ownsStdout: true, create: lazy(() => require('./github')) },
];

/** Loads a reporter when it is used; by `require`, since ts-node does not resolve `import()` of a TypeScript file. */
function lazy(load: () => { readonly create: (context: ReporterContext) => Reporter }): ReporterEntry['create'] {
  return async (context) => load().create(context);
}

/** A reporter that writes a file when the run has ended. */
function rendered(name: string, file: string, load: () => Render): ReporterEntry {
  const create = async ({ outDir }: ReporterContext): Promise<Reporter> => {
    const render = load();
    return { onReport: (report) => writeFileAtomic(join(outDir, file), render(report)) };
  };
  return { name, file, ownsStdout: false, create };
}
