import { join } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-write';
import { summaryBytes, summaryMarkdown } from './summary-markdown';
import type { Reporter, ReporterContext } from './types';

/** Writes `summary.md`. */
export function create({ outDir }: ReporterContext): Reporter {
  return {
    onReport: (report) => writeFileAtomic(join(outDir, 'summary.md'), summaryMarkdown(report, summaryBytes)),
  };
}
