import { join } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-write';
import { jsonText } from '../lib/json-text';
import type { Reporter, ReporterContext } from './types';

/** Writes `run.json`: the report as it is. */
export function create({ outDir }: ReporterContext): Reporter {
  return {
    onReport: (report) => writeFileAtomic(join(outDir, 'run.json'), `${jsonText(report, 2)}\n`),
  };
}
