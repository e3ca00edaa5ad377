/** A part of a secret that is longer than eight characters must not be shown. */
const longestShown = 8;

/** How a part of a secret may be written. */
type Form = 'raw' | 'json' | 'base64' | 'base64url' | 'hex' | 'percent';

interface Pattern {
  readonly form: Form;
  readonly secret: string;
}

/** Every way to write the nine characters, without what depends on the text around them. */
function writings(part: string): [form: Form, text: string][] {
  const bytes = Buffer.from(part, 'utf8');
  const hex = bytes.toString('hex');
  // For base64, the characters that depend on these bytes only, for each of three offsets in a group of four.
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const ragged = (offset + bytes.length) % 3 !== 0;
    return text.slice(Math.ceil((offset * 8) / 6), ragged ? -1 : undefined);
  });
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const json = [...part].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  return [
    ['raw', part],
    ['json', part.replaceAll('/', '\\/')],
    ['json', json],
    ['json', json.replace(/[0-9a-f]{4}/g, (digits) => digits.toUpperCase())],
    ['percent', encodeURIComponent(part)],
    ['percent', percent],
    ['percent', percent.toUpperCase()],
    ['hex', hex],
    ['hex', hex.toUpperCase()],
    ...base64.map((text): [Form, string] => ['base64', text]),
    ...base64.map((text): [Form, string] => ['base64url', text.replaceAll('+', '-').replaceAll('/', '_')]),
  ];
}

/** Every part of a text that is just long enough to be a leak. */
function* partsOf(text: string): Generator<string> {
  for (let start = 0; start + longestShown < text.length; start += 1) yield text.slice(start, start + longestShown + 1);
}

/** Finds parts of secrets in texts, in any form. Reports where and in which form, without the part itself. */
export class SecretFinder {
  readonly #patterns = new Map<string, Pattern>();
  readonly #lengths = new Set<number>();
  /** The start of all patterns, for a quick check that nothing is found. */
  readonly #beginnings = new Set<string>();

  /**
   * @param secrets by name, such as `private key`
   * @param known public text: a part of a secret that occurs in it is ignored
   */
  constructor(secrets: readonly (readonly [what: string, secret: string])[], known: readonly string[]) {
    // Tokens of one kind have most of their parts in common.
    const seen = new Set(known.flatMap((text) => [...partsOf(text)]));
    for (const [what, secret] of secrets) {
      for (const part of partsOf(secret)) {
        if (seen.has(part)) continue;
        seen.add(part);
        for (const [form, text] of writings(part)) {
          if (!this.#patterns.has(text)) this.#patterns.set(text, { form, secret: what });
          this.#lengths.add(text.length);
          this.#beginnings.add(text.slice(0, longestShown));
        }
      }
    }
  }

  /** What was found, such as `run.json: hex of private key, after …`; also looks into JSON within JSON. */
  find(name: string, text: string): string[] {
    const inner = text.replaceAll('\\\\', '\\');
    return [...this.#findIn(name, text), ...(inner === text ? [] : this.#findIn(name, inner))];
  }

  #findIn(name: string, text: string): string[] {
    const found = new Map<string, string>();
    for (let start = 0; start + longestShown < text.length; start += 1) {
      if (!this.#beginnings.has(text.slice(start, start + longestShown))) continue;
      for (const length of this.#lengths) {
        const pattern = this.#patterns.get(text.slice(start, start + length));
        if (!pattern) continue;
        const what = `${name}: ${pattern.form} of ${pattern.secret}`;
        if (!found.has(what)) found.set(what, text.slice(Math.max(0, start - 60), start));
      }
    }
    return [...found].map(([what, before]) => `${what}, after ${JSON.stringify(before)}`);
  }
}
