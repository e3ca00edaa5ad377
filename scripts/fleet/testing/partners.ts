import { writeFileSync } from 'node:fs';
import type { Sandbox } from '../../sandbox';

/** Text of a `partners.yaml`: partners that all have the sandbox's key, which is in the file `key`. */
export function partnersText({ url, credentials }: Sandbox, count: number): string {
  const entries = Array.from({ length: count }, (_, index) => [
    `  - name: Partner ${index + 1}`,
    `    publicKey: ${credentials.publicKey}`,
    '    privateKey: {file: key}',
    `    accountId: ${credentials.accountId}`,
    `    tenantId: ${credentials.tenantId}`,
  ]);
  return [`target: ${url}`, 'partners:', ...entries.flat(), ''].join('\n');
}

export function writePartners(path: (name: string) => string, sandbox: Sandbox, count: number): void {
  writeFileSync(path('partners.yaml'), partnersText(sandbox, count));
  writeFileSync(path('key'), sandbox.credentials.privateKey, { mode: 0o600 });
}

/** The most events a second, over any window of so many milliseconds; the times are in milliseconds, in order. */
export function fastest(times: readonly number[], windowMs: number): number {
  let most = 0;
  let first = 0;
  for (const [index, time] of times.entries()) {
    while (time - times[first]! >= windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return (most * 1000) / windowMs;
}

/** What a server saw: when requests came, in milliseconds from any start, and the nonces that they carried. */
export class Traffic {
  readonly times: number[] = [];
  readonly nonces: string[] = [];

  readonly onRequest = ({ rawHeaders }: { readonly rawHeaders: readonly string[] }): void => {
    this.times.push(performance.now());
    const hmac = rawHeaders.find((value) => value.startsWith('Hmac '));
    // Hmac {publicKey}:{nonce}:{time}:{signature}
    if (hmac) this.nonces.push(hmac.split(':').slice(1, -2).join(':'));
  };

  /** How many nonces came more than once. */
  get noncesTwice(): number {
    return this.nonces.length - new Set(this.nonces).size;
  }

  /** The most requests a second, over any window of so many milliseconds. */
  fastest(windowMs: number): number {
    return fastest(this.times, windowMs);
  }

  /** Requests a second from the first to the last. */
  get average(): number {
    const spanMs = (this.times.at(-1) ?? 0) - (this.times[0] ?? 0);
    return spanMs <= 0 ? 0 : ((this.times.length - 1) * 1000) / spanMs;
  }
}
