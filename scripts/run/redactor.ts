import { createHash } from 'node:crypto';

/** No part of a secret longer than this may be shown. */
const longestShown = 8;
/** What reads as a JWT, also where it was cut: base64url of `{"`, and up to two more segments. */
const jws = /eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*|\.[A-Za-z0-9_-]+)?/g;

/** A short name for a secret that tells two apart and tells nothing else. */
export const fingerprint = (secret: string): string =>
  `sha256:${createHash('sha256').update(secret).digest('hex').slice(0, 8)}`;

/** Other ways in which a secret may be written. */
function forms(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  // Base64 depends on where the secret starts in a longer text.
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(offset && 4),
  );
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = bytes.toString('hex');
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    ...base64,
    ...url,
    hex,
    hex.toUpperCase(),
  ];
}

/** Takes every known secret out of a text: whole, in part, and in other forms. Learns secrets as they appear. */
export class Redactor {
  readonly #whole = new Map<string, string>();
  readonly #parts = new Set<string>();
  readonly #inAllForms = new Set<string>();

  /**
   * @param kind what is shown in its place, as in `[private key sha256:1a2b3c4d]`
   * @param allForms also recognise it in base64, hex and percent encoding
   */
  learn(secret: string | undefined, kind: string, allForms = false): void {
    if (secret === undefined || secret.length <= longestShown) return;
    if (this.#inAllForms.has(secret) || (this.#whole.has(secret) && !allForms)) return;
    if (allForms) this.#inAllForms.add(secret);
    this.#whole.set(secret, `[${kind} ${fingerprint(secret)}]`);
    for (const form of allForms ? forms(secret) : [secret]) {
      for (let start = 0; start + longestShown < form.length; start += 1)
        this.#parts.add(form.slice(start, start + longestShown + 1));
    }
  }

  redact(text: string): string {
    if (text.length <= longestShown) return text;
    const withoutTokens = text.replace(jws, (token) => this.#whole.get(token) ?? `[token ${fingerprint(token)}]`);
    return this.#withoutParts(withoutTokens);
  }

  #withoutParts(text: string): string {
    let shown = '';
    let from = 0;
    for (let start = 0; start + longestShown < text.length; start += 1) {
      if (!this.#parts.has(text.slice(start, start + longestShown + 1))) continue;
      let end = start + longestShown + 1;
      while (end < text.length && this.#parts.has(text.slice(end - longestShown, end + 1))) end += 1;
      const whole = this.#whole.get(text.slice(start, end));
      shown += text.slice(from, start) + (whole ?? '[redacted]');
      from = end;
      start = end - 1;
    }
    return shown + text.slice(from);
  }
}
