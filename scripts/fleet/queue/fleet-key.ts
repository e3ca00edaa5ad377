import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Env } from '../../lib/io';
import { isJsonObject, parseJson } from '../../lib/json';
import { jsonText } from '../../lib/json-text';
import { UserError } from '../../lib/user-error';
import { readValueFile } from '../../run/environment/secret-file';

/** What is signed: each kind counts as itself only. */
export type SealedKind = 'header' | 'job' | 'result' | 'note';

/** A text with the proof that it comes from someone with the key. */
export interface Sealed {
  readonly version: typeof version;
  readonly text: string;
  /** HMAC-SHA256 in hexadecimal. */
  readonly mac: string;
}

/** What was in a seal, or why it does not count. */
export type Opened = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string };

/** Raised when jobs or results change so that an earlier version misreads them. */
const version = 1;
const shortestKey = 32;

/** Characters of a sealed value. Longer ones are not read. */
export const longestSealed = 256 * 1024;

/** Signs what is written to Redis, and verifies what is read from it: anyone with access could have written it. */
export class FleetKey {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  #mac(kind: SealedKind, place: readonly string[], text: string): Buffer {
    return createHmac('sha256', this.#key)
      .update(JSON.stringify(['payout-contract', version, kind, ...place]))
      .update('\n')
      .update(text)
      .digest();
  }

  /** @param place where it belongs, such as the fleet and the partner; elsewhere it does not verify */
  seal(kind: SealedKind, place: readonly string[], value: unknown): Sealed {
    const text = jsonText(value);
    return { version, text, mac: this.#mac(kind, place, text).toString('hex') };
  }

  /** Opens what `seal` made for this kind and place. */
  open(kind: SealedKind, place: readonly string[], sealed: unknown): Opened {
    if (!isJsonObject(sealed) || typeof sealed.text !== 'string' || typeof sealed.mac !== 'string')
      return { ok: false, why: 'not signed' };
    if (sealed.version !== version) return { ok: false, why: 'signed by another version' };
    const [given, wanted] = [Buffer.from(sealed.mac, 'hex'), this.#mac(kind, place, sealed.text)];
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
      return { ok: false, why: 'not signed with this FLEET_KEY' };
    const json = parseJson(sealed.text);
    return json.ok ? { ok: true, value: json.value } : { ok: false, why: 'not valid' };
  }

  /** The same for the text of a `Sealed`. */
  openText(kind: SealedKind, place: readonly string[], text: string): Opened {
    if (text.length > longestSealed) return { ok: false, why: 'too long' };
    const json = parseJson(text);
    return json.ok ? this.open(kind, place, json.value) : { ok: false, why: 'not signed' };
  }
}

/**
 * The key that enqueuer and workers share.
 *
 * @throws UserError if it is missing or short, and for a file that cannot be read or that other users can read
 */
export function readFleetKey(env: Env, cwd: string): FleetKey {
  const { FLEET_KEY: direct, FLEET_KEY_FILE: file } = env;
  const make =
    'use the key that the fleet was enqueued with; for a new fleet: (umask 077 && openssl rand -base64 32 > fleet.key) && export FLEET_KEY_FILE=fleet.key';
  if (direct && file) throw new UserError('FLEET_KEY and FLEET_KEY_FILE are both set', 'set only one of them');
  if (!direct && !file)
    throw new UserError('FLEET_KEY is not set: it signs jobs and results, because Redis is not trusted', make);
  const key = direct || readValueFile('FLEET_KEY_FILE', file ?? '', cwd, true).trim();
  if (key.length < shortestKey)
    throw new UserError(`${direct ? 'FLEET_KEY' : 'FLEET_KEY_FILE'} is shorter than ${shortestKey} characters`, make);
  return new FleetKey(key);
}
