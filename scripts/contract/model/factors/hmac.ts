import { unreadableSignature } from '../../derive';
import type { EvidenceIds } from '../../evidence';
import { rows } from '../rows';
import type { KnownHmac } from '../types';
import { type Draft, type Factor, type FactorLevel, type HmacDraft, level, type Sources, unchanged } from './draft';
import { base64Of } from './forgeries';
import { swapCase } from './letters';

interface PartsChange extends Partial<Omit<HmacDraft, 'known'>> {
  readonly known?: Partial<KnownHmac>;
}

/** The draft with some parts of its HMAC credential changed. */
export const withParts = (draft: Draft, { known, ...change }: PartsChange): Draft | undefined =>
  draft.hmac && { ...draft, hmac: { ...draft.hmac, ...change, known: { ...draft.hmac.known, ...known } } };

type HmacChange = PartsChange | ((parts: HmacDraft, sources: Sources, random: () => number) => PartsChange | undefined);

const part = (
  id: string,
  title: string,
  alone: FactorLevel['alone'],
  evidence: EvidenceIds,
  change: HmacChange,
): FactorLevel =>
  level(id, title, alone, evidence, (draft, sources, random) => {
    const changed = typeof change === 'function' ? draft.hmac && change(draft.hmac, sources, random) : change;
    return changed && withParts(draft, changed);
  });

const time = (
  id: string,
  title: string,
  alone: FactorLevel['alone'],
  writeTime: (seconds: number) => string,
  known: Partial<KnownHmac> = {},
): FactorLevel => ({
  ...part(id, title, alone, ['H4'], { writeTime, known }),
  ...(known.time === 'odd' && { obscures: ['offset'] }),
});

/** The usual form of the time. */
const plainTime = (seconds: number): string => String(Math.floor(seconds));

/** A right HMAC credential for a request (H2); `undefined` without a key pair. */
export function signedParts({ credentials, host, clock = 'certain' }: Sources): HmacDraft | undefined {
  const { publicKey, privateKey } = credentials;
  if (publicKey === undefined || privateKey === undefined) return undefined;
  return {
    publicKey,
    nonce: host.uniqueId(),
    offset: 0,
    writeTime: plainTime,
    key: privateKey,
    signed: (key, nonce, seconds, bodyHash) => `${key}:${nonce}:${seconds}:${bodyHash}`,
    written: (signature) => signature,
    known: { kind: 'hmac', key: 'own', signature: 'right', time: 0, nonce: 'fresh', clock },
  };
}

const odd = { time: 'odd' } as const;
const respelled = { oddTime: true } as const;
const unreadable = { time: 'unreadable' } as const;
const fractional = { fractional: true } as const;

/** How the signed time is written (H4). */
export const timeForm: Factor = {
  id: 'time',
  title: 'the form of the time',
  levels: [
    unchanged('seconds', 'with the time in seconds', ['H4']),
    time('fraction', 'with the time in fractional seconds', 'accepted', (seconds) => seconds.toFixed(3), fractional),
    time('fraction-zero', 'with a fraction of .000', 'accepted', (seconds) => `${plainTime(seconds)}.000`, fractional),
    time('fraction-1', 'with one decimal', 'accepted', (seconds) => seconds.toFixed(1), fractional),
    time('fraction-6', 'with six decimals', 'accepted', (seconds) => seconds.toFixed(6), fractional),
    time('leading-zero', 'with a leading zero in the time', 'open', (seconds) => `0${plainTime(seconds)}`, respelled),
    time('plus', 'with a plus sign before the time', 'open', (seconds) => `+${plainTime(seconds)}`, respelled),
    time('exponent', 'with an exponent in the time', 'open', (seconds) => seconds.toExponential(12), respelled),
    time('comma', 'with a decimal comma in the time', 'open', (seconds) => seconds.toFixed(3).replace('.', ','), odd),
    time(
      'hexadecimal',
      'with the time in hexadecimal',
      'open',
      (seconds) => `0x${Math.floor(seconds).toString(16)}`,
      respelled,
    ),
    time('milliseconds', 'with the time in milliseconds', 'open', (seconds) => String(Math.floor(seconds * 1000)), odd),
    time('date', 'with the time as a date', 'refused', () => '2019-05-31', unreadable),
    time('word', 'with a word for the time', 'refused', () => 'yesterday', unreadable),
    time('nan', 'with NaN for the time', 'refused', () => 'NaN', unreadable),
    time('infinity', 'with Infinity for the time', 'refused', () => 'Infinity', unreadable),
    time('empty', 'with an empty time', 'refused', () => '', unreadable),
    time('zero', 'with the time 0', 'refused', () => '0', { time: -1_700_000_000 }),
    time('negative', 'with a negative time', 'refused', () => '-1', { time: -1_700_000_000 }),
  ],
};

const offset = (seconds: number, title: string, alone: FactorLevel['alone'], evidence: EvidenceIds): FactorLevel =>
  part(seconds < 0 ? `minus-${-seconds}` : `plus-${seconds}`, title, alone, evidence, ({ known }) => ({
    offset: seconds,
    // The form of the time decides, at any offset.
    known: typeof known.time === 'number' && known.time > -1_000_000 ? { time: seconds } : {},
  }));

/** How far the signed time is from now, on both sides of the window (H4, H4a). */
export const timeOffset: Factor = {
  id: 'offset',
  title: 'the signed time',
  levels: [
    unchanged('now', 'with a time of now', ['H4']),
    offset(-5, 'with a time of 5 seconds ago', 'accepted', ['H4']),
    offset(-60, 'with a time of a minute ago', 'accepted', ['H4']),
    offset(-240, 'with a time of four minutes ago', 'accepted', ['H4']),
    offset(-280, 'with a time of four minutes and forty seconds ago', 'accepted', ['H4']),
    offset(-300, 'with a time of five minutes ago', 'open', ['H4']),
    offset(-320, 'with a time of five minutes and twenty seconds ago', 'refused', ['H4']),
    offset(-600, 'with a time of ten minutes ago', 'refused', ['H4']),
    offset(-3600, 'with a time of an hour ago', 'refused', ['H4']),
    offset(-86_400, 'with a time of a day ago', 'refused', ['H4']),
    offset(60, 'with a time of a minute from now', 'open', ['H4a']),
    offset(360, 'with a time of six minutes from now', 'open', ['H4a']),
    offset(86_400, 'with a time of a day from now', 'open', ['H4a']),
  ],
};

const nonce = (
  id: string,
  title: string,
  alone: FactorLevel['alone'],
  write: (unique: () => string) => string,
): FactorLevel =>
  part(id, `with a nonce ${title}`, alone, ['H3'], (_parts, { host }) => ({
    nonce: write(host.uniqueId),
    ...(alone === 'open' && { known: { nonce: 'odd' as const } }),
  }));

const hexOf = (unique: () => string): string => unique().replaceAll('-', '');

/** The form and length of the nonce (H3: a random string). Short ones may have been used before. */
export const nonceForm: Factor = {
  id: 'nonce',
  title: 'the nonce',
  levels: [
    unchanged('guid', 'with a GUID as nonce', ['H3']),
    nonce('guid-upper', 'that is a GUID in upper case', 'accepted', (unique) => unique().toUpperCase()),
    nonce('hexadecimal', 'in hexadecimal', 'accepted', hexOf),
    nonce('digits', 'of digits', 'accepted', (unique) =>
      hexOf(unique).replace(/[a-f]/g, (letter) => String(letter.charCodeAt(0) % 10)),
    ),
    nonce('base64', 'in base64', 'accepted', (unique) => base64Of(hexOf(unique))),
    nonce('base64-signs', 'with the signs of base64', 'accepted', (unique) => `${hexOf(unique)}+/==`),
    nonce('length-64', 'of 64 characters', 'accepted', (unique) => hexOf(unique) + hexOf(unique)),
    nonce('one-character', 'of one character', 'open', (unique) => hexOf(unique).slice(0, 1)),
    nonce('null-word', 'that reads null', 'open', () => 'null'),
    nonce('proto', 'that reads __proto__', 'open', () => '__proto__'),
    nonce('constructor', 'that reads constructor', 'open', () => 'constructor'),
    nonce('empty', 'that is empty', 'open', () => ''),
    nonce('colon', 'with a colon', 'open', (unique) => unique().replace('-', ':')),
    nonce('space', 'with a space', 'open', (unique) => unique().replace('-', ' ')),
    nonce('non-ascii', 'outside ASCII', 'open', (unique) => `caf\u00e9-${unique()}`),
    nonce('length-256', 'of 256 characters', 'open', (unique) => hexOf(unique).repeat(8)),
    nonce('length-3000', 'of 3,000 characters', 'open', (unique) => hexOf(unique).padEnd(3000, 'x')),
  ],
};

const unknownKey = { known: { key: 'unknown' } } as const;
const otherKey = (id: string, title: string, change: (publicKey: string) => string): FactorLevel =>
  part(id, title, 'refused', [rows.keyRefused], ({ publicKey }) => ({ publicKey: change(publicKey), ...unknownKey }));
const respelt = (id: string, title: string, change: (publicKey: string) => string): FactorLevel =>
  part(id, title, 'open', ['H1'], ({ publicKey }) => ({
    publicKey: change(publicKey),
    known: { key: 'respelt' },
  }));

/** The public key as it is written (H1, H2). */
export const publicKeyForm: Factor = {
  id: 'key',
  title: 'the public key',
  levels: [
    unchanged('own', 'with the public key', ['H1']),
    respelt('other-case', 'with the public key in the other case', swapCase),
    respelt('no-hyphens', 'with the public key without hyphens', (publicKey) => publicKey.replaceAll('-', '')),
    respelt('braces', 'with the public key in braces', (publicKey) => `{${publicKey}}`),
    part('unknown', 'with an unknown public key', 'refused', ['H1', rows.keyRefused], (_parts, { host }) => ({
      publicKey: host.uniqueId(),
      ...unknownKey,
    })),
    otherKey('empty', 'with an empty public key', () => ''),
    otherKey('cut', 'with half the public key', (publicKey) => publicKey.slice(0, publicKey.length >> 1)),
    otherKey('proto', 'with the public key __proto__', () => '__proto__'),
    otherKey('zero', 'with a GUID of zeros as public key', () => '00000000-0000-0000-0000-000000000000'),
  ],
};

const wrong = { known: { signature: 'wrong' } } as const;
const oddSignature = { known: { signature: 'odd' } } as const;
const badly = (id: string, title: string, change: (parts: HmacDraft) => PartsChange): FactorLevel =>
  part(id, title, 'refused', ['H2'], (parts) => ({ ...change(parts), ...wrong }));
const signing = (id: string, title: string, signed: HmacDraft['signed']): FactorLevel =>
  badly(id, title, () => ({ signed }));
const written = (id: string, title: string, write: (signature: string) => string): FactorLevel =>
  badly(id, title, () => ({ written: write }));

/** The base64 of a SHA-256 hash that no body has. */
const otherHash = base64Of('the hash of no body, of 32 bytes');

/** What is signed, with which key, and how the signature is written (H2). */
export const signature: Factor = {
  id: 'signature',
  title: 'the signature',
  levels: [
    unchanged('right', 'with the right signature', ['H2']),
    badly('other-key', 'with a signature made with another private key', () => ({
      key: base64Of('another private key, of 32 bytes'),
    })),
    badly('empty-key', 'with a signature made with an empty key', () => ({ key: '' })),
    badly('public-key', 'with a signature made with the public key', ({ publicKey }) => ({ key: base64Of(publicKey) })),
    badly('undecoded-key', 'with a signature made with the private key as it is written', ({ key }) => ({
      key: base64Of(key),
    })),
    signing(
      'no-last-colon',
      'with a signature that leaves out the last colon',
      (key, unique, seconds) => `${key}:${unique}:${seconds}`,
    ),
    signing('no-nonce', 'with a signature that leaves out the nonce', (key, _nonce, seconds) => `${key}:${seconds}:`),
    signing('no-time', 'with a signature that leaves out the time', (key, unique) => `${key}:${unique}:`),
    signing(
      'no-key',
      'with a signature that leaves out the public key',
      (_key, unique, seconds) => `${unique}:${seconds}:`,
    ),
    signing(
      'other-order',
      'with a signature of the parts in another order',
      (key, unique, seconds) => `${key}:${seconds}:${unique}:`,
    ),
    signing(
      'other-body-hash',
      'with the hash of another body in what is signed',
      (key, unique, seconds) => `${key}:${unique}:${seconds}:${otherHash}`,
    ),
    signing('nothing-signed', 'with the signature of an empty text', () => ''),
    badly('fraction-unsigned', 'with a fraction that was not signed', ({ writeTime }) => ({
      writeTime: (seconds) => `${writeTime(seconds).replace(/\..*/, '')}.9`,
      signed: (key, unique, seconds) => `${key}:${unique}:${seconds.replace(/\..*/, '')}:`,
    })),
    written('empty', 'with an empty signature', () => ''),
    written('half', 'with half the signature', (text) => text.slice(0, text.length >> 1)),
    written('other-case', 'with the signature in the other case', swapCase),
    written('reversed', 'with a changed signature', (text) => [...text.replace(/=+$/, '')].reverse().join('')),
    written('extended', 'with text after the signature', (text) => `${text}AAAA`),
    written('not-base64', 'with a signature that is not base64', () => unreadableSignature),
    written('non-ascii', 'with a signature outside ASCII', (text) => `${text.slice(0, -2)}\u00e9=`),
    written('long', 'with a signature of 3,000 characters', (text) => text.padEnd(3000, 'A')),
    part('no-padding', 'with a signature without padding', 'open', ['H2'], {
      written: (text) => text.replace(/=+$/, ''),
      ...oddSignature,
    }),
  ],
};
