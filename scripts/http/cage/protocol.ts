/** Where the run of a collection is. The texts come from the collection, or from a script that left its machine. */
export interface ItemPlace {
  /** The item's id. */
  readonly item: string;
  /** The names of its folders and its own. */
  readonly path: readonly string[];
  /** From 0. */
  readonly iteration: number;
}

/** A parameter of a request's authorization, with its value. */
export interface AuthParameter {
  /** Postman's kind of authorization. */
  readonly type: string;
  readonly key: string;
  readonly value: string;
}

/** A variable as Newman's `--env-var` takes it. */
export interface Variable {
  readonly key: string;
  readonly value: string;
}

/** What Newman is given, by its own names. */
export interface CagedRun {
  readonly collection: object;
  readonly environment?: object;
  readonly globals?: object;
  /** JSON or CSV. */
  readonly iterationData?: string;
  readonly iterationCount?: number;
  readonly folder?: readonly string[];
  readonly envVar: readonly Variable[];
  readonly globalVar?: readonly Variable[];
  readonly delayRequest?: number;
  readonly workingDir: string;
  readonly maxBodyBytes: number;
}

/** What the parent tells the process in which the collection runs. */
export type ToChild =
  | { readonly type: 'run'; readonly run: CagedRun }
  | { readonly type: 'data'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'close'; readonly id: number; readonly error?: string; readonly code?: string }
  /** Without `bytes` and `refused`, there is no such file. */
  | { readonly type: 'file'; readonly id: number; readonly bytes?: Uint8Array; readonly refused?: string };

export const assertionResults = ['passed', 'failed', 'skipped'] as const;
export type AssertionResult = (typeof assertionResults)[number];

/** What the process in which the collection runs tells. A script that left its machine may have written any of it. */
export type FromChild =
  | { readonly type: 'item'; readonly at: ItemPlace }
  | { readonly type: 'item-end'; readonly at: ItemPlace }
  | { readonly type: 'script'; readonly listen: string }
  | { readonly type: 'script-end'; readonly listen: string; readonly more: number; readonly error?: string }
  | { readonly type: 'request'; readonly auth: readonly AuthParameter[] }
  | { readonly type: 'request-end'; readonly error?: string; readonly code?: string }
  | { readonly type: 'assertion'; readonly name: string; readonly result: AssertionResult; readonly message?: string }
  | { readonly type: 'console'; readonly level: string; readonly text: string }
  /** A script asked for a next request that is not in the run. */
  | { readonly type: 'no-next'; readonly name: string }
  | { readonly type: 'stray'; readonly error: string }
  | {
      readonly type: 'open';
      readonly id: number;
      readonly host: string;
      readonly port: number;
      readonly secure: boolean;
    }
  | { readonly type: 'data'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'close'; readonly id: number }
  | { readonly type: 'file'; readonly id: number; readonly path: string }
  | { readonly type: 'done'; readonly error?: string };

/** Why a request was not sent. */
export type UnsentReason =
  | 'other-origin'
  | 'no-value'
  | 'production'
  | 'secret-elsewhere'
  | 'too-long'
  | 'malformed'
  | 'no-token';
