import { join } from 'node:path';
import { writeFileAtomic } from '../../lib/atomic-write';
import type { Reporter, ReporterContext } from '../types';
import { reportHtml } from './page';

/** Writes `report.html`. */
export function create({ outDir }: ReporterContext): Reporter {
  return {
    onReport: (report) => writeFileAtomic(join(outDir, 'report.html'), reportHtml(report)),
  };
}
