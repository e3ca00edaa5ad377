import { tokenCase } from '../../../contract/calls/management-token/call';
import type { Host } from '../../../contract/derive';
import { assertionName } from '../../../judge/assertion-name';
import type { CaseVerdict } from '../../../judge/finding';
import type { CheckedCase, Remembered } from '../../../judge/types';

/** The part of Postman's script API used here. Scripts name it `pm` only: importers translate no other name. */
export interface Pm {
  readonly info: { readonly requestId: string };
  readonly variables: {
    get(name: string): unknown;
    set(name: string, value: string): void;
    unset(name: string): void;
    replaceIn(text: string): string;
  };
  readonly request: {
    readonly method: string;
    readonly url: { toString(): string };
    readonly headers: { all(): readonly { key: string; value: string }[] };
    readonly body?: { readonly mode?: string; readonly raw?: string };
    toJSON(): unknown;
  };
  readonly response?: {
    readonly code: number;
    readonly status: string;
    readonly responseTime: number;
    readonly stream?: Uint8Array;
    readonly headers: { all(): readonly { key: string; value: string }[] };
    text(): string;
  };
  readonly execution: { setNextRequest(id: string | null): void; skipRequest(): void };
  readonly test: ((name: string, check: () => void) => void) & { skip(name: string, check: () => void): void };
  sendRequest(
    request: object,
    done: (error: Error | null, response: { code: number; json(): unknown }) => void,
  ): unknown;
}

declare const pm: Pm;

/** The cases in the collection's scripts, by id. */
export type CaseTable = Readonly<Record<string, Omit<CheckedCase, 'id'>>>;

declare const contractCases: CaseTable;

/**
 * Whether the client has Postman's scripts as they are. Importers, such as Bruno's, translate what their client has, and
 * `pm` is not defined there.
 */
export const isPostman = typeof pm !== 'undefined';

/** Says that nothing can be judged here, and ends the run: requests without their checks would look as if all were well. */
export function refuseOtherClients(): void {
  pm.test('This client cannot judge the contract: run the collection with Postman or Newman', () => {
    throw new Error("the scripts need parts of Postman's API that this client does not have, so nothing was checked");
  });
  pm.execution.setNextRequest(null);
}

/** The case of the current request; `undefined` for a request that a user added to the collection. */
export function currentCase(): CheckedCase | undefined {
  const { requestId: id } = pm.info;
  const known = contractCases[id];
  return known && { id, ...known };
}

/** The value of a variable; `undefined` if it is empty. */
export function setting(name: string): string | undefined {
  const value = pm.variables.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Remembers a judged case in local variables, which are never saved: tokens are kept nowhere else. */
export function remember(id: string, remembered: Remembered): void {
  const others = Object.values(contractCases);
  const used = id === tokenCase || others.some(({ uses }) => uses === id);
  // All variables are copied for each script, so only what a later case needs is kept.
  if (!used && !others.some(({ control }) => control === id)) return;
  const { token, authorization, ...rest } = remembered;
  pm.variables.set(`remembered:${id}`, JSON.stringify(used ? remembered : rest));
}

export function recall(id: string): Remembered | undefined {
  const text = setting(`remembered:${id}`);
  return text === undefined ? undefined : (JSON.parse(text) as Remembered);
}

/** Shows a verdict that is neither passed nor failed; `failing` makes the run red. */
export function showVerdict(about: string, verdict: CaseVerdict, reason: string, failing = false): void {
  const name = assertionName({ kind: 'verdict', about, verdict, reason });
  if (failing) {
    pm.test(name, () => {
      throw new Error(reason);
    });
  } else pm.test.skip(name, () => undefined);
}

interface CryptoJs {
  readonly enc: { readonly Base64: { parse(text: string): object; stringify(words: object): string } };
  HmacSHA256(text: string, key: object): object;
}

/** What Postman provides for the derivation of variables. */
export function postmanHost(cryptoJs: CryptoJs): Host {
  return {
    hmacSha256: (key, text) => cryptoJs.enc.Base64.stringify(cryptoJs.HmacSHA256(text, cryptoJs.enc.Base64.parse(key))),
    uniqueId: () => pm.variables.replaceIn('{{$guid}}'),
    random: () => Math.random(),
    now: () => Date.now(),
  };
}
