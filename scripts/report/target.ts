import { hosts, kindOfOrigin, type TargetKind } from '../contract/hosts';
import { isLoopbackHost } from '../lib/loopback';
import type { RunHeader } from './types';

type ReportedTarget = RunHeader['target'];

/** What the target of a report is. Reports of earlier versions do not say it. */
export function targetKind({ kind, name, baseUrl }: ReportedTarget): TargetKind {
  if (kind !== undefined) return kind;
  // A report may hold any text for it.
  if (!URL.canParse(baseUrl)) return 'custom';
  const { origin, hostname } = new URL(baseUrl);
  return name === 'embedded' && isLoopbackHost(hostname) ? 'embedded' : kindOfOrigin(origin);
}

/** Whether the target was a sandbox that ended with its run, so that its URL means nothing any more. */
export const isEmbedded = (target: ReportedTarget): boolean => targetKind(target) === 'embedded';

/** What `--target` takes for the same target in another run: its name if that means the same URL, else its URL. */
export function targetOption(target: ReportedTarget): string {
  if (isEmbedded(target)) return 'embedded';
  return (['sandbox', 'production'] as const).find((name) => hosts[name] === target.baseUrl) ?? target.baseUrl;
}
