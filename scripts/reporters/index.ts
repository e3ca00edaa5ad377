import { join } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-write';
import type { Env } from '../lib/io';
import { jsonText } from '../lib/json-text';
import type { RunReport } from '../report/types';
import { artefactsOf } from './ci-artefacts';
import type { Reporter, ReporterContext, ReporterEntry } from './types';

type Render = (report: RunReport, env: Env) => string;

/** The reporters. To add one, write a file that exports `create` or renders a report, and add a line here. */
export const reporters: readonly ReporterEntry[] = [
  { name: 'console', ownsStdout: true, create: lazy(() => require('./console')) },
  rendered('json', 'run.json', () => (report) => `${jsonText(report, 2)}\n`),
  rendered('junit', 'junit.xml', () => (report) => require('./junit').junitXml(report)),
  rendered('html', 'report.html', () => (report) => require('./html/page').reportHtml(report)),
  rendered('markdown', 'summary.md', () => (report, env) => {
    const { summaryMarkdown } = require('./summary-markdown');
    return summaryMarkdown(report, undefined, artefactsOf(env));
  }),
  rendered('ctrf', 'ctrf-report.json', () => (report) => require('./ctrf').ctrfJson(report)),
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
  const create = async ({ outDir, env = {} }: ReporterContext): Promise<Reporter> => {
    const render = load();
    return { onReport: (report) => writeFileAtomic(join(outDir, file), render(report, env)) };
  };
  return { name, file, ownsStdout: false, create };
}
