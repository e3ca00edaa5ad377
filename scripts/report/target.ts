import { hosts, kindOfOrigin, type TargetKind } from '../contract/hosts';
import { isLoopbackHost } from '../lib/loopback';
import type { RunHeader } from './types';

type TargetOfRun = RunHeader['target'];

/** What the target of a report is. The URL of an embedded sandbox ended with its run. Reports of earlier versions do not say it. */
export function targetKind({ kind, name, baseUrl }: TargetOfRun): TargetKind {
  if (kind !== undefined) return kind;
  // A report may hold any text for it.
  if (!URL.canParse(baseUrl)) return 'custom';
  const { origin, hostname } = new URL(baseUrl);
  return name === 'embedded' && isLoopbackHost(hostname) ? 'embedded' : kindOfOrigin(origin);
}

/** What `--target` takes for the same target in another run: its name if that means the same URL, else its URL. */
export function targetArgument(target: TargetOfRun): string {
  if (targetKind(target) === 'embedded') return 'embedded';
  return (['sandbox', 'production'] as const).find((name) => hosts[name] === target.baseUrl) ?? target.baseUrl;
}
