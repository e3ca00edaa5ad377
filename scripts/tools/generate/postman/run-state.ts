import { tokenCase } from '../../../contract/calls/management-token/call';
import type { Host } from '../../../contract/derive';
import { assertionName } from '../../../judge/assertion-name';
import type { CaseVerdict } from '../../../judge/finding';
import type { CheckedCase, Remembered } from '../../../judge/types';
import { scriptClient } from './client';

/** A case in the collection's scripts. */
export interface ScriptCase extends CheckedCase {
  readonly title: string;
  /** A body that is not text, in base64. */
  readonly bytes?: string;
}

/** The cases in the collection's scripts, by id. */
type CaseTable = Readonly<Record<string, Omit<ScriptCase, 'id'>>>;

declare const contractCases: CaseTable;

/** The case of the current request; `undefined` for a request that a user added to the collection. */
export function currentCase(): ScriptCase | undefined {
  const { by, as } = scriptClient.known;
  const id = by === 'id' ? as : Object.keys(contractCases).find((each) => contractCases[each]?.title === as);
  const known = id === undefined ? undefined : contractCases[id];
  return known && { id: id!, ...known };
}

/** The value of a variable; `undefined` if it is empty. */
export function setting(name: string): string | undefined {
  const value = scriptClient.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Remembers a judged case in local variables, which are never saved: tokens are kept nowhere else. */
export function remember(id: string, remembered: Remembered): void {
  const others = Object.values(contractCases);
  const used = id === tokenCase || others.some(({ uses }) => uses === id);
  // All variables are copied for each script, so only what a later case needs is kept.
  if (!used && !others.some(({ control }) => control === id)) return;
  const { token, authorization, ...rest } = remembered;
  scriptClient.set(`remembered.${id}`, JSON.stringify(used ? remembered : rest));
}

export function recall(id: string): Remembered | undefined {
  const text = setting(`remembered.${id}`);
  return text === undefined ? undefined : (JSON.parse(text) as Remembered);
}

/** Shows a verdict that is neither passed nor failed; `failing` makes the run red. */
export function showVerdict(about: string, verdict: CaseVerdict, reason: string, failing = false): void {
  const name = assertionName({ kind: 'verdict', about, verdict, reason });
  if (failing) {
    scriptClient.test(name, () => {
      throw new Error(reason);
    });
  } else scriptClient.note(name);
}

interface CryptoJs {
  readonly enc: { readonly Base64: { parse(text: string): object; stringify(words: object): string } };
  HmacSHA256(text: string, key: object): object;
}

/** What the derivation of variables needs. */
export function scriptHost(cryptoJs: CryptoJs): Host {
  return {
    hmacSha256: (key, text) => cryptoJs.enc.Base64.stringify(cryptoJs.HmacSHA256(text, cryptoJs.enc.Base64.parse(key))),
    uniqueId: () => scriptClient.uniqueId(),
    random: () => Math.random(),
    now: () => Date.now(),
  };
}
