import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { openFresh } from '../lib/atomic-write';
import { jsonText } from '../lib/json-text';
import { writeWhole } from '../lib/write-whole';
import type { Reporter, ReporterContext } from './types';

/** Writes `events.ndjson`: each event is in the file before the run goes on, so that a killed run loses none. */
export function create({ outDir }: ReporterContext): Reporter {
  let file: number | undefined = openFresh(join(outDir, 'events.ndjson'));
  return {
    onEvent(event) {
      if (file === undefined) throw new Error('An event came after run-finished.');
      writeWhole(file, `${jsonText(event)}\n`);
      if (event.type !== 'run-finished') return;
      closeSync(file);
      file = undefined;
    },
  };
}
