import type { Reporter, ReporterContext, ReporterEntry } from './types';

/** What the file of a reporter exports. */
interface ReporterModule {
  readonly create: (context: ReporterContext) => Reporter;
}

/** The reporters. Adding one is its file, which exports `create`, and a line here. */
export const reporters: readonly ReporterEntry[] = [
  { name: 'console', ownsStdout: true, create: lazy(() => require('./console')) },
  { name: 'json', file: 'run.json', ownsStdout: false, create: lazy(() => require('./json')) },
  { name: 'junit', file: 'junit.xml', ownsStdout: false, create: lazy(() => require('./junit')) },
  { name: 'html', file: 'report.html', ownsStdout: false, create: lazy(() => require('./html')) },
  { name: 'markdown', file: 'summary.md', ownsStdout: false, create: lazy(() => require('./markdown')) },
  { name: 'ndjson', file: 'events.ndjson', ownsStdout: false, create: lazy(() => require('./ndjson')) },
  // After the console, so that its annotations come after the text.
  { name: 'github', ownsStdout: true, create: lazy(() => require('./github')) },
];

/** Loads a reporter when it is used: by `require`, as ts-node does not resolve `import()` of a TypeScript file. */
function lazy(load: () => ReporterModule): ReporterEntry['create'] {
  return async (context) => load().create(context);
}
