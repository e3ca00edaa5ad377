import { decodeUtf8, encodeUtf8 } from '../../contract/model/utf8';
import type { SentHmac } from './authorization';
import { bytesOfBase64, bytesOfHex, toBase64, toBase64url, toHex } from './codings';
import type { ClientState } from './history';
import { bodyHashes, type HashedBody } from './hmac-bodies';
import { layouts } from './hmac-layouts';
import type { DigestName, Digests, SignatureMistake } from './types';

/** A signed request, and the key that should have signed it. */
export interface Signed extends SentHmac, HashedBody {
  readonly privateKey: string;
  readonly method: string;
  readonly url: string;
}

/** A way to do one step of the signature. The first of each step is the right one and says nothing. */
export interface Way<T> {
  /** To be read after "The client's signature is wrong:". */
  readonly says: string;
  readonly value: T;
}

type Compute = (key: Uint8Array, text: Uint8Array, digests: Digests) => Uint8Array;

const hmacWith =
  (name: DigestName): Compute =>
  (key, text, { hmac }) =>
    hmac(name, key, text);

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(one.length + other.length);
  bytes.set(one);
  bytes.set(other, one.length);
  return bytes;
}

const computations: readonly Way<Compute>[] = [
  { says: '', value: hmacWith('sha256') },
  { says: 'with HMAC-SHA1 instead of HMAC-SHA256', value: hmacWith('sha1') },
  { says: 'with HMAC-SHA512 instead of HMAC-SHA256', value: hmacWith('sha512') },
  { says: 'with HMAC-SHA384 instead of HMAC-SHA256', value: hmacWith('sha384') },
  { says: 'with HMAC-MD5 instead of HMAC-SHA256', value: hmacWith('md5') },
  {
    says: 'with the text as the key and the key as the text',
    value: (key, text, { hmac }) => hmac('sha256', text, key),
  },
  { says: 'with a plain SHA-256 of the text, without the key', value: (_key, text, { hash }) => hash('sha256', text) },
  {
    says: 'with a plain SHA-256 of key and text instead of an HMAC',
    value: (key, text, { hash }) => hash('sha256', joined(key, text)),
  },
  {
    says: 'with a plain SHA-256 of text and key instead of an HMAC',
    value: (key, text, { hash }) => hash('sha256', joined(text, key)),
  },
];

const outputs: readonly Way<(bytes: Uint8Array) => string>[] = [
  { says: '', value: toBase64 },
  { says: 'the signature is written in hex instead of base64', value: toHex },
  { says: 'the signature is written in hex instead of base64', value: (bytes) => toHex(bytes).toUpperCase() },
  { says: 'the signature is written in base64url instead of base64', value: (bytes) => toBase64url(bytes) },
  {
    says: 'the signature is written in base64url instead of base64',
    value: (bytes) => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_'),
  },
  {
    says: 'the signature is written in base64 without its padding',
    value: (bytes) => toBase64(bytes).replace(/=+$/, ''),
  },
  { says: 'the signature is the base64 of its hex text', value: (bytes) => toBase64(encodeUtf8(toHex(bytes))) },
  { says: 'the signature is encoded in base64 twice', value: (bytes) => toBase64(encodeUtf8(toBase64(bytes))) },
  { says: 'the signature is percent-encoded', value: (bytes) => encodeURIComponent(toBase64(bytes)) },
];

/** What languages make of a setting that is missing. */
const unsetTexts = ['undefined', 'null', 'None'];

function keysOf({ privateKey, publicKey }: Signed): Way<Uint8Array>[] {
  const swapped = bytesOfBase64(publicKey);
  const asHex = bytesOfHex(privateKey);
  return [
    { says: '', value: bytesOfBase64(privateKey) },
    { says: 'the private key is used as text, not decoded from base64', value: encodeUtf8(privateKey) },
    {
      says: 'the private key is used as text without its padding, not decoded from base64',
      value: encodeUtf8(privateKey.replace(/=+$/, '')),
    },
    { says: 'the private key has a line break at its end', value: encodeUtf8(`${privateKey}\n`) },
    { says: 'the hex text of the private key is used as the key', value: encodeUtf8(toHex(bytesOfBase64(privateKey))) },
    {
      says: 'the private key is decoded to text as UTF-8, which changes its bytes',
      value: encodeUtf8(decodeUtf8(bytesOfBase64(privateKey)).text),
    },
    {
      says: 'the private key is decoded as Latin-1 text, which changes its bytes',
      value: encodeUtf8(latin1Of(bytesOfBase64(privateKey))),
    },
    // Most keys begin with letters that are not hex, and decoding them leaves nothing either.
    {
      says: `the key is empty: the private key was not set${asHex.length === 0 ? ', or it was decoded from hex instead of base64' : ''}`,
      value: new Uint8Array(),
    },
    ...unsetTexts.flatMap((text) =>
      [encodeUtf8(text), bytesOfBase64(text)].map((value) => ({
        says: `the key is the word "${text}", so the private key was not set`,
        value,
      })),
    ),
    { says: 'the private key is decoded from hex instead of base64', value: asHex },
    { says: 'the public key is used instead of the private key', value: encodeUtf8(publicKey) },
    { says: 'the public key is used instead of the private key', value: swapped },
  ];
}

const latin1Of = (bytes: Uint8Array): string => [...bytes].map((byte) => String.fromCharCode(byte)).join('');

/** Other times that may have been signed than the one that is written. */
function timesOf({ timestamp }: Signed): Way<string>[] {
  const seconds = Number(timestamp);
  if (!Number.isFinite(seconds) || timestamp === '' || seconds > 1e11) return [{ says: '', value: timestamp }];
  const whole = Math.floor(seconds);
  return [
    { says: '', value: timestamp },
    { says: 'the signed time differs from the one that is sent: milliseconds', value: String(whole * 1000) },
    { says: 'the signed time differs from the one that is sent: without its fraction', value: String(whole) },
    { says: 'the signed time differs from the one that is sent: a date', value: new Date(whole * 1000).toISOString() },
    {
      says: 'the signed time differs from the one that is sent: a date',
      value: new Date(whole * 1000).toISOString().replace('.000', ''),
    },
    { says: 'the signed time differs from the one that is sent: one second later', value: String(whole + 1) },
    { says: 'the signed time differs from the one that is sent: one second earlier', value: String(whole - 1) },
  ];
}

/** Times that are too many to combine with other mistakes. */
function* moreTimes({ timestamp }: Signed): Generator<Way<string>> {
  const seconds = Math.floor(Number(timestamp));
  if (!Number.isFinite(seconds) || seconds > 1e11) return;
  for (let quarter = -56; quarter <= 56; quarter += 1)
    if (quarter !== 0)
      yield {
        says: 'the signed time differs from the one that is sent: local time',
        value: String(seconds + quarter * 900),
      };
  for (let ms = 0; ms < 1000; ms += 1)
    yield {
      says: 'the signed time differs from the one that is sent: milliseconds',
      value: String(seconds * 1000 + ms),
    };
  for (let ms = 1; ms < 1000; ms += 1)
    yield {
      says: 'the signed time differs from the one that is sent: with a fraction',
      value: `${seconds}.${String(ms).padStart(3, '0')}`,
    };
}

type Steps = readonly (readonly Way<never>[])[];

/** Signatures of one client that are searched for two mistakes at once: that takes thousands of digests. */
const deepSearches = 3;

const stepNames = ['key', 'computation', 'body', 'time', 'layout', 'output'] as const;

const unexplained: SignatureMistake = {
  kind: 'unexplained',
  says: 'none of the usual mistakes explains it, so the private key may belong to another public key',
};

/** What is wrong with a signature; `undefined` if it is right. */
export function signatureMistake(signed: Signed, digests: Digests, client: ClientState): SignatureMistake | undefined {
  const keys = keysOf(signed);
  const bodies = bodyHashes(signed, digests);
  const times = timesOf(signed);
  const steps = [keys, computations, bodies, times, layouts, outputs] as unknown as Steps;
  const textOf = (layout: number, body: number, time: string): Uint8Array | undefined => {
    const text = layouts[layout]!.value({ ...signed, timestamp: time, bodyHash: bodies[body]!.value });
    return text === undefined ? undefined : encodeUtf8(text);
  };
  const knownText = remembered(([body = 0, time = 0, layout = 0]) => textOf(layout, body, times[time]!.value));
  const digestOf = (key: number, computation: number, text: Uint8Array | undefined): Uint8Array | undefined =>
    text && computations[computation]!.value(keys[key]!.value, text, digests);
  const knownDigest = remembered(([key = 0, computation = 0, ...rest]) => digestOf(key, computation, knownText(rest)));
  const isSent = (bytes: Uint8Array | undefined, output: number): boolean =>
    bytes !== undefined && outputs[output]!.value(bytes) === signed.signature;
  const at = (choice: readonly number[]): boolean => isSent(knownDigest(choice.slice(0, 5)), choice[5] ?? 0);
  const wrong = (choice: readonly number[]): SignatureMistake => {
    const found = steps.flatMap((ways, step) => {
      const way = choice[step] ?? 0;
      return way === 0 ? [] : [{ ways, way, name: stepNames[step]! }];
    });
    return {
      kind: found.map(({ ways, way, name }) => `${name}.${sameAs(ways, way)}`).join('-'),
      says: found.map(({ ways, way }) => ways[way]!.says).join('; '),
    };
  };

  if (at([])) return undefined;
  const one = oneMistake(steps, at);
  if (one) return wrong(one);
  for (const time of moreTimes(signed))
    if (isSent(digestOf(0, 0, textOf(0, 0, time.value)), 0)) return { kind: 'time.more', says: time.says };
  if (client.searches >= deepSearches) return client.lastSignatureMistake ?? unexplained;
  client.searches += 1;
  const two = twoMistakes(steps, at);
  client.lastSignatureMistake = two ? wrong(two) : unexplained;
  return client.lastSignatureMistake;
}

/** Many combinations have the same first steps, up to a digest. */
function remembered<T>(work: (ways: readonly number[]) => T): (ways: readonly number[]) => T {
  const results = new Map<string, T>();
  return (ways) => {
    // A step that is not listed is done in the right way, which is 0.
    const key = Array.from(ways, (way) => way || '').join();
    const known = results.get(key);
    if (known !== undefined || results.has(key)) return known as T;
    const result = work(ways);
    results.set(key, result);
    return result;
  };
}

/** The first of the ways that say the same: they are one mistake in several spellings. */
const sameAs = (ways: readonly Way<never>[], way: number): number =>
  ways.findIndex(({ says }) => says === ways[way]!.says);

type Combination = readonly number[];

/** Each way of each step that is not the right one. */
const wrongWays = (steps: Steps): { readonly step: number; readonly way: number }[] =>
  steps.flatMap((ways, step) => ways.slice(1).map((_, at) => ({ step, way: at + 1 })));

function oneMistake(steps: Steps, fits: (choice: Combination) => boolean): Combination | undefined {
  return wrongWays(steps)
    .map(({ step, way }) => withWay([], step, way))
    .find(fits);
}

function twoMistakes(steps: Steps, fits: (choice: Combination) => boolean): Combination | undefined {
  const wrong = wrongWays(steps);
  for (const one of wrong)
    for (const other of wrong) {
      if (other.step <= one.step) continue;
      const choice = withWay(withWay([], one.step, one.way), other.step, other.way);
      if (fits(choice)) return choice;
    }
  return undefined;
}

function withWay(choice: Combination, step: number, way: number): Combination {
  return Array.from({ length: step + 1 }, (_, at) => (at === step ? way : (choice[at] ?? 0)));
}
