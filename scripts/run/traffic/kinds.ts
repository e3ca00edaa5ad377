import { type Finding, findingKey } from '../../judge/finding';

/** Exchanges of one kind at one host. */
export interface Kind {
  readonly id: string;
  readonly origin: string;
  readonly findings: Set<string>;
  readonly pending: Map<string, Finding>;
  samples: number;
  exchanges: number;
  /** Of these, the ones whose response was not HTTP. */
  notJudged: number;
  failed: number;
  pendingFailures: number;
}

/** Keeps the report readable and small, whatever comes. */
export const most = { cases: 300, findingsOfCase: 60, samplesOfCase: 5, samples: 400, hosts: 50 } as const;

/** A kind of which no exchange has been seen. */
export const newKind = (id: string, origin: string): Kind => ({
  ...{ id, origin, findings: new Set<string>(), pending: new Map<string, Finding>() },
  ...{ samples: 0, exchanges: 0, notJudged: 0, failed: 0, pendingFailures: 0 },
});

/** The findings that are new to a kind, which keeps a limited number of them. */
export function freshOf({ findings: known }: Kind, findings: readonly Finding[]): Finding[] {
  const news = findings.filter((finding) => !known.has(findingKey(finding)));
  const fresh = news.slice(0, Math.max(0, most.findingsOfCase - known.size));
  for (const finding of fresh) known.add(findingKey(finding));
  return fresh;
}

/** Keeps findings that wait for the form of the host's 400s; whether one of them is new to the kind. */
export function keepPending({ pending: kept, findings: known }: Kind, pending: readonly Finding[]): boolean {
  const before = kept.size;
  for (const finding of pending) {
    const key = findingKey(finding);
    if (kept.size < most.findingsOfCase && !known.has(key)) kept.set(key, finding);
  }
  return kept.size > before;
}

/** What was judged at one host. */
export interface HostCounts {
  readonly baseUrl: string;
  judged: number;
  failed: number;
}

/** The counts of the host that an exchange went to. Beyond a number of hosts, the others share one entry. */
export function hostIn(hosts: Map<string, HostCounts>, origin: string, redact: (text: string) => string): HostCounts {
  const key = hosts.size >= most.hosts && !hosts.has(origin) ? 'other hosts' : origin;
  const host = hosts.get(key) ?? { baseUrl: redact(key), judged: 0, failed: 0 };
  hosts.set(key, host);
  return host;
}
