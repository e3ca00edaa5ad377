import type { Reporter, ReporterContext, ReporterEntry } from './types';

/** The exports of a reporter's file. */
interface ReporterModule {
  readonly create: (context: ReporterContext) => Reporter;
}

/** The reporters. To add one, write a file that exports `create`, and add a line here. */
export const reporters: readonly ReporterEntry[] = [
  { name: 'console', ownsStdout: true, create: lazy(() => require('./console')) },
  { name: 'json', file: 'run.json', ownsStdout: false, create: lazy(() => require('./json')) },
  { name: 'junit', file: 'junit.xml', ownsStdout: false, create: lazy(() => require('./junit')) },
  { name: 'html', file: 'report.html', ownsStdout: false, create: lazy(() => require('./html')) },
  { name: 'markdown', file: 'summary.md', ownsStdout: false, create: lazy(() => require('./markdown')) },
  { name: 'ndjson', file: 'events.ndjson', ownsStdout: false, create: lazy(() => require('./ndjson')) },
  // After the console, so that annotations come after its text.
  { name: 'github', ownsStdout: true, create: lazy(() => require('./github')) },
];

/** Loads a reporter when it is used; by `require`, since ts-node does not resolve `import()` of a TypeScript file. */
function lazy(load: () => ReporterModule): ReporterEntry['create'] {
  return async (context) => load().create(context);
}
