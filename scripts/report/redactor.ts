import { createHash } from 'node:crypto';
import { inventedCredentials } from '../contract/invented-credentials';

/** In characters. Longer parts of a secret are never shown. */
const longestShown = 8;
/** A JWT, complete or truncated: base64url of `{"`, and up to two more segments. */
const jws = /eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*|\.[A-Za-z0-9_-]+)?/g;

/** A short name that distinguishes a secret from others and reveals nothing else. */
export const fingerprint = (secret: string): string =>
  `sha256:${createHash('sha256').update(secret).digest('hex').slice(0, 8)}`;

/** Text that may hold a secret in another form: JSON-escaped, percent-encoded, hexadecimal, base64 or base64url. */
const jsonRun = /(?:[\w+/=~.-]|\\u[0-9A-Fa-f]{4}|\\\/){9,}/g;
const percentRun = /(?:[\w+/=~.-]|%[0-9A-Fa-f]{2}){9,}/g;
const hexRun = /[0-9A-Fa-f]{18,}/g;
const base64Run = /(?:[\w+/-]|\\\/){12,}/g;

const jsonDecoded = (run: string): string =>
  run
    .replace(/\\u([0-9A-Fa-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll('\\/', '/');
const percentDecoded = (run: string): string =>
  run.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
/** The readings of encoded text for each position in a group of characters at which it may start. */
const decoded = (run: string, encoding: 'hex' | 'base64', group: number): string[] =>
  Array.from({ length: group }, (_, start) => Buffer.from(run.slice(start), encoding).toString('latin1'));

/** Removes every known secret from a text: whole, in part, and in other forms. Learns secrets as they appear. */
export class Redactor {
  readonly #whole = new Map<string, string>();
  readonly #parts = new Set<string>();
  /** The parts that are recognised in other forms too. */
  readonly #partsInAllForms = new Set<string>();
  readonly #inAllForms = new Set<string>();

  /** @param onLearn called once with each secret in plain text, before it can appear in any event */
  constructor(readonly onLearn?: (secret: string) => void) {}

  /**
   * @param kind what is shown in its place, as in `[private key sha256:1a2b3c4d]`
   * @param allForms also recognise it JSON-escaped, in base64, hex and percent encoding
   */
  learn(secret: string | undefined, kind: string, allForms = false): void {
    if (secret === undefined || secret.length <= longestShown || inventedCredentials.has(secret)) return;
    if (this.#inAllForms.has(secret) || (this.#whole.has(secret) && !allForms)) return;
    if (!this.#whole.has(secret)) this.onLearn?.(secret);
    if (allForms) this.#inAllForms.add(secret);
    this.#whole.set(secret, `[${kind} ${fingerprint(secret)}]`);
    const parts = allForms ? this.#partsInAllForms : this.#parts;
    for (let start = 0; start + longestShown < secret.length; start += 1)
      parts.add(secret.slice(start, start + longestShown + 1));
  }

  /** Whether a text contains a known secret, a part of one, or another form of it. */
  knows(text: string): boolean {
    return this.#withoutParts(this.#withoutForms(text)) !== text;
  }

  redact(text: string): string {
    if (text.length <= longestShown) return text;
    const withoutTokens = text.replace(jws, (token) => this.#whole.get(token) ?? `[token ${fingerprint(token)}]`);
    return this.#withoutParts(this.#withoutForms(withoutTokens));
  }

  #withoutForms(text: string): string {
    if (this.#partsInAllForms.size === 0) return text;
    const hide = (run: string, readings: readonly string[]): string =>
      readings.some((reading) => this.#tells(reading)) ? '[redacted]' : run;
    return text
      .replace(jsonRun, (run) => (run.includes('\\') ? hide(run, [jsonDecoded(run)]) : run))
      .replace(percentRun, (run) => (run.includes('%') ? hide(run, [percentDecoded(run)]) : run))
      .replace(hexRun, (run) => hide(run, decoded(run, 'hex', 2)))
      .replace(base64Run, (run) => hide(run, decoded(run, 'base64', 4)));
  }

  /** Whether a decoded text contains a part of a secret. */
  #tells(text: string): boolean {
    for (let start = 0; start + longestShown < text.length; start += 1)
      if (this.#partsInAllForms.has(text.slice(start, start + longestShown + 1))) return true;
    return false;
  }

  #isPart(text: string): boolean {
    return this.#partsInAllForms.has(text) || this.#parts.has(text);
  }

  #withoutParts(text: string): string {
    let shown = '';
    let from = 0;
    for (let start = 0; start + longestShown < text.length; start += 1) {
      if (!this.#isPart(text.slice(start, start + longestShown + 1))) continue;
      let end = start + longestShown + 1;
      while (end < text.length && this.#isPart(text.slice(end - longestShown, end + 1))) end += 1;
      const whole = this.#whole.get(text.slice(start, end));
      shown += text.slice(from, start) + (whole ?? '[redacted]');
      from = end;
      start = end - 1;
    }
    return shown + text.slice(from);
  }
}
