import { createHash } from 'node:crypto';
import { inventedCredentials } from '../contract/invented-credentials';
import { isMostlyWords } from '../lib/carried-bits';
import { matches } from '../lib/matches';
import { Recent } from '../lib/recent';
import type { IsHidden } from './decoded';
import { denseIn } from './dense';
import { decodings } from './encodings';
import { idApart } from './id-apart';
import { type Hidden, KnownSecrets } from './known-secrets';
import { LookedAt, type Trace } from './looked-at';
import { isPlain, isUnresolved, isWordy, longestPlain, tokenLikeRun } from './plain';

/** A JWT, complete or truncated: base64url of `{"`, and up to four more segments, as an encrypted one has. */
const jws =
  /eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*|\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*|\.[A-Za-z0-9_-]+)?/g;
/** The words of which the kinds of secrets consist. A label with other words is a text of others that resembles one. */
const labelWords =
  'private|public|management|payout|expired|no|role|without|the|of|token|key|signature|cookie|id|secret|password|proxy';
/** What this file has put in place of something. */
const labelled = new RegExp(
  `\\[(?:(?:${labelWords})(?: (?:${labelWords})){0,3}|\\d{1,6} characters) sha256:[0-9a-f]{8}\\]|\\[redacted\\]`,
  'g',
);

/** Several words, which is not the form of a credential. */
const sentence = /^[\p{L}\p{P}]+(?:\s+[\p{L}\p{P}]+)+$/u;

/** What an encoding within an encoding needs. Bytes that were read in the wrong encoding have no such run. */
const readable = /[\t\r\n -~]{12}|(?:[ -~]\0){9}/;
/** How many encodings within encodings are undone. */
const deepest = 2;
/**
 * Readings of a text that are judged: nested encodings could make millions, words make one in 18 characters. Those that
 * are compared only are as many as the text is long, at most.
 */
const mostReadings = (text: string): number => Math.max(4000, text.length / 8);
/** The same for what was decoded already, if it is short. */
const fewestDeeper = 100;
/** In characters. More of a text is never shown, so more is not looked at. */
const longestText = 2 ** 17;
/** Values that are known to be harmless, such as the references of a request. */
const mostAllowed = 500;
/** In characters: longer texts rarely come again. */
const longestAgain = 1000;
/** In characters: of longer texts, what is left without tokens and ids often comes again. */
const longestWhole = 100;

/** A short name that distinguishes a secret from others and reveals nothing else. */
export const fingerprint = (secret: string): string =>
  `sha256:${createHash('sha256').update(secret).digest('hex').slice(0, 8)}`;

const sized = (text: string): string => `[${text.length} characters ${fingerprint(text)}]`;

/** How a text is looked at. */
interface Looking {
  /** Ids (GUIDs) are not secret where the contract has them. Elsewhere one may be a session. */
  readonly ids?: boolean;
  /** The text is ours and quotes values: words in it stay, even if a secret consists of them. */
  readonly ours?: boolean;
}

/**
 * Decides what may be shown. Words, names, numbers and times may; every other run of characters that could carry a secret
 * becomes its length and fingerprint, whether it is known or not. Parts of known secrets are hidden in every form, also
 * as words. Memory and time are bounded.
 */
export class Redactor {
  readonly #known = new KnownSecrets((kind, secret) => `[${kind} ${fingerprint(secret)}]`);
  readonly #allowed = new Recent<true>(mostAllowed);
  readonly #told = new Recent<true>(mostAllowed);
  /** Without ids, and with them. */
  readonly #shown = [new LookedAt<string>(this.#known), new LookedAt<string>(this.#known)] as const;
  readonly #shownOfOurs = [new LookedAt<string>(this.#known), new LookedAt<string>(this.#known)] as const;
  /** What is hidden in texts without their tokens and ids. */
  readonly #hidden = [
    new LookedAt<readonly Hidden[]>(this.#known),
    new LookedAt<readonly Hidden[]>(this.#known),
  ] as const;
  /** Of the text that is looked at, if it may come again. */
  #trace: Trace | undefined;

  /** @param onLearn called once with each secret in plain text, before it can appear in any event */
  constructor(readonly onLearn?: (secret: string) => void) {}

  /**
   * @param kind what is shown in its place, as in `[private key sha256:1a2b3c4d]`
   * @param own it is a secret of the user: it is never forgotten, and parts that are words are hidden too
   * @param masksWords it is told to `onLearn` also if it consists of words; not if others may have chosen it
   */
  learn(secret: string | undefined, kind: string, own = false, masksWords = own): void {
    if (secret === undefined || secret.length <= longestPlain || inventedCredentials.has(secret)) return;
    if (isUnresolved(secret)) return;
    if (this.onLearn && !this.#known.has(secret)) {
      // Words of others would otherwise be masked in the log of a CI server wherever they are: it masks line by line.
      const told = masksWords ? [secret] : secret.split(/[\r\n]+/).filter((line) => !isWordy(line));
      for (const each of told) this.#tell(each);
    }
    if (own) this.#known.keep(secret, kind);
    // A sentence is not a credential; once learned, it would hide what others say with the same words.
    else if (!sentence.test(secret)) this.#known.learn(secret, kind);
  }

  /** Whether a text contains a known secret, a part of one, or another form of it. */
  knows(text: string): boolean {
    return this.#tells(text, true, true, deepest);
  }

  #tell(secret: string): void {
    if (this.#told.get(secret) || secret.length > longestText) return;
    this.#told.set(secret, true);
    this.onLearn?.(secret);
  }

  /** Allows a value that would be hidden only because it looks random, such as a reference that was sent. */
  allow(value: string): void {
    for (const [text] of matches(value.slice(0, 1000), tokenLikeRun)) this.#allowed.set(text, true);
  }

  /** A text of others, or with values of others, as it may be shown. */
  redact(text: string, { ids = true, ours = false }: Looking = {}): string {
    if (text.length <= longestPlain) return text;
    if (text.length > longestAgain) return this.#look(text, ids, ours);
    const shown = ours ? this.#shownOfOurs : this.#shown;
    return this.#decided(shown[ids ? 1 : 0], text, () => this.#look(text, ids, ours));
  }

  /** What is decided about a text, which is looked at only if it was not before. */
  #decided<T>(lookedAt: LookedAt<T>, key: string, look: () => T): T {
    const before = lookedAt.decidedFor(key, (run) => this.#allowed.get(run) === true);
    if (before !== undefined) return before;
    const trace = lookedAt.traceFor(key);
    this.#trace = trace;
    const decided = look();
    this.#trace = undefined;
    if (trace) lookedAt.keep(key, decided, trace);
    return decided;
  }

  #exactIn(text: string): Hidden[] {
    const found = this.#known.exactIn(text);
    this.#trace?.exact.push(text);
    if (this.#trace && found.some(({ label }) => label === undefined)) this.#trace.depends = true;
    return found;
  }

  #foldedIn(text: string): Hidden[] {
    const found = this.#known.foldedIn(text);
    this.#trace?.folded.push(text);
    if (this.#trace && found.length > 0) this.#trace.depends = true;
    return found;
  }

  #isAllowed(run: string): boolean {
    const isAllowed = this.#allowed.get(run) === true;
    this.#trace?.asked.set(run, isAllowed);
    return isAllowed;
  }

  #look(text: string, ids: boolean, ours: boolean): string {
    const looked = text.length > longestText ? text.slice(0, longestText) : text;
    const exact = this.#exactIn(looked);
    const labels = tokensAndLabelsIn(
      looked,
      exact.filter(({ label }) => label !== undefined),
    );
    // What has its label already is not part of anything else.
    const rest = blanked(looked, labels);
    const hidden = [...labels, ...exact.filter(({ label }) => label === undefined), ...this.#hiddenIn(rest, ids)];
    const shown = replaced(looked, ours ? hidden.filter((each) => !isOurWord(looked, each)) : hidden);
    return looked === text ? shown : `${shown}… (${text.length - longestText} more characters)`;
  }

  #hiddenIn(text: string, ids: boolean): readonly Hidden[] {
    if (text.length > longestAgain || this.#trace) return this.#lookInto(text, ids);
    const rest = ids ? this.#withoutId(text) : text;
    // Shorter texts come again as they are.
    const isAlone = rest === text && text.length <= longestWhole;
    const hidden = isAlone
      ? this.#lookInto(text, ids)
      : this.#decided(this.#hidden[ids ? 1 : 0], rest, () => this.#lookInto(rest, ids));
    return rest === text ? hidden : [...hidden, ...this.#foldedIn(text)];
  }

  /** The text without an id that says nothing, neither by itself nor with what is around it. */
  #withoutId(text: string): string {
    const apart = idApart(text);
    return apart && !apart.bytes.some((each) => this.#tells(each, true, true, deepest - 1)) ? apart.rest : text;
  }

  #lookInto(text: string, ids: boolean): Hidden[] {
    const { judged, rest } = this.#judged(text, ids);
    const hidden: Hidden[] = [...this.#foldedIn(text), ...judged, ...denseIn(rest, judged)];
    let left = mostReadings(text);
    for (const { start, end, text: reading, comparedOnly } of decodings(text, isWithin(judged))) {
      if (!comparedOnly) left -= 1;
      if (left < 0 || this.#tells(reading, ids, comparedOnly === true, deepest - 1)) hidden.push({ start, end });
    }
    return hidden;
  }

  /** What is hidden because of its form, and the text without what is allowed. */
  #judged(text: string, ids: boolean): { readonly judged: readonly Hidden[]; readonly rest: string } {
    const judged: Hidden[] = [];
    const allowed: Hidden[] = [];
    for (const { 0: found, index: start } of matches(text, tokenLikeRun)) {
      if (isPlain(found, ids)) continue;
      const place = { start, end: start + found.length };
      if (this.#isAllowed(found)) allowed.push(place);
      else judged.push({ ...place, label: sized(found) });
    }
    return { judged, rest: allowed.length === 0 ? text : blanked(text, allowed) };
  }

  /** Whether what an encoded text stands for must be hidden. */
  #tells(text: string, ids: boolean, comparedOnly: boolean, deeper: number): boolean {
    if (text.length <= longestPlain) return false;
    if (this.#exactIn(text).length > 0 || this.#foldedIn(text).length > 0) return true;
    if (!comparedOnly && /^[\x20-\x7e]*$/.test(text)) {
      const { judged, rest } = this.#judged(text, ids);
      if (judged.length > 0 || denseIn(rest, judged).length > 0) return true;
    }
    if (deeper === 0 || !readable.test(text)) return false;
    let left = Math.max(fewestDeeper, text.length / 4);
    for (const { text: reading, comparedOnly: compared = comparedOnly } of decodings(text)) {
      if (!compared) left -= 1;
      if (left < 0 || this.#tells(reading, ids, compared, deeper - 1)) return true;
    }
    return false;
  }
}

/** Whole secrets that are known, tokens in their usual form, and what is a label already: each with what is shown for it. */
function tokensAndLabelsIn(text: string, known: readonly Hidden[]): Hidden[] {
  const found: Hidden[] = [...known];
  const add = (start: number, end: number, label: string): void => {
    if (!known.some((each) => each.start < end && each.end > start)) found.push({ start, end, label });
  };
  for (const { 0: token, index } of matches(text, jws))
    add(index, index + token.length, `[token ${fingerprint(token)}]`);
  for (const { 0: label, index } of matches(text, labelled)) add(index, index + label.length, label);
  return found;
}

/** Whether a part is within one of these, which are in the order of the text. */
const isWithin =
  (places: readonly Hidden[]): IsHidden =>
  (start, end) => {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (places[middle]!.end < end) low = middle + 1;
      else high = middle;
    }
    return low < places.length && places[low]!.start <= start;
  };

/** A text of the same length with nothing in place of some parts. */
function blanked(text: string, parts: readonly Hidden[]): string {
  let rest = '';
  let from = 0;
  for (const { start, end } of [...parts].sort((one, other) => one.start - other.start)) {
    if (start < from) continue;
    rest += text.slice(from, start) + '\u0000'.repeat(end - start);
    from = end;
  }
  return rest + text.slice(from);
}

const isOurWord = (text: string, { start, end }: Hidden): boolean => isMostlyWords(text.slice(start, end));

/** The text with each hidden part replaced; what overlaps is hidden together. */
function replaced(text: string, hidden: readonly Hidden[]): string {
  const sorted = [...hidden].sort((one, other) => one.start - other.start || other.end - one.end);
  let shown = '';
  let from = 0;
  for (let index = 0; index < sorted.length; ) {
    const { start, end: firstEnd, label } = sorted[index]!;
    let end = firstEnd;
    index += 1;
    for (; index < sorted.length && sorted[index]!.start < end; index += 1) end = Math.max(end, sorted[index]!.end);
    shown += text.slice(from, start) + (end === firstEnd && label !== undefined ? label : '[redacted]');
    from = end;
  }
  return shown + text.slice(from);
}
