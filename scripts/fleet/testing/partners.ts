import { writeFileSync } from 'node:fs';
import type { Sandbox } from '../../sandbox';

/** A `partners.yaml` whose partners all use the sandbox's key, from the file `key`. */
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

/** The highest rate per second over any window of this length. Times are sorted, in milliseconds. */
export function fastest(times: readonly number[], windowMs: number): number {
  let most = 0;
  let first = 0;
  for (const [index, time] of times.entries()) {
    while (time - times[first]! >= windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return (most * 1000) / windowMs;
}

/** What a server received: the times of the requests in milliseconds, and their nonces. */
export class Traffic {
  readonly times: number[] = [];
  readonly nonces: string[] = [];

  readonly onRequest = ({ rawHeaders }: { readonly rawHeaders: readonly string[] }): void => {
    this.times.push(performance.now());
    const hmac = rawHeaders.find((value) => value.startsWith('Hmac '));
    // Hmac {publicKey}:{nonce}:{time}:{signature}
    if (hmac) this.nonces.push(hmac.split(':').slice(1, -2).join(':'));
  };

  /** How many nonces were reused. */
  get noncesTwice(): number {
    return this.nonces.length - new Set(this.nonces).size;
  }
}
