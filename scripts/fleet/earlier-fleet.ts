import { join, resolve } from 'node:path';
import { isFleetReport } from '../../schemas/compiled/documents';
import { inputProblemText } from '../lib/file-problem';
import { isJsonObject, parseJson } from '../lib/json';
import { notJsonText } from '../lib/json-mistake';
import { readInputText } from '../lib/read-input';
import type { FleetMode, FleetReport } from './types';

const longestFile = 256 * 1024 * 1024;

/** The value of a report in the current form: an earlier version wrote `mended` instead of `fixed`. */
function currentForm(value: unknown): unknown {
  if (!isJsonObject(value) || !Array.isArray(value.partners)) return value;
  const partners = value.partners.map((partner: unknown) =>
    isJsonObject(partner) && partner.change === 'mended' ? { ...partner, change: 'fixed' } : partner,
  );
  return { ...value, partners };
}

/** The report in the folder of a fleet, or why it cannot be read. */
export function readFleetReport(folder: string): FleetReport | string {
  let text: string;
  try {
    text = readInputText(join(folder, 'fleet.json'), longestFile);
  } catch (error) {
    return `fleet.json cannot be read: ${inputProblemText(error)}`;
  }
  const json = parseJson(text);
  if (!json.ok) return notJsonText('fleet.json', text)!;
  const report = currentForm(json.value);
  return isFleetReport(report) ? report : 'fleet.json is not a fleet report';
}

/** The fleet to compare a new one with: the last one in its folder, or else the latest. */
export function earlierFleet(out: string | undefined, cwd: string, mode: FleetMode): FleetReport | undefined {
  const folders = [...(out === undefined ? [] : [resolve(cwd, out)]), join(cwd, 'reports', 'latest-fleet')];
  for (const folder of folders) {
    const report = readFleetReport(folder);
    // A fleet that is being continued is not compared with its own start.
    if (typeof report !== 'string' && report.mode === mode && report.complete) return report;
  }
  return undefined;
}
