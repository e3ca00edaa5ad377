import { once } from '../../../lib/once';
import { hash32, seededRandom } from '../../../lib/seeded-random';
import { payoutOptions } from '../../calls/payout-options/call';
import { payoutToken } from '../../calls/payout-token/call';
import type { HeaderList } from '../../exchange';
import { type ReferenceName, referenceNames } from '../../types';
import type { CallId, Circumstances, Known, ModelRequest } from '../types';
import {
  type Carried,
  type Credential,
  type Draft,
  type DraftBody,
  drawText,
  type Factor,
  type FactorLevel,
  type Sources,
  type Transfer,
  writeJson,
} from './draft';
import { signedParts } from './hmac';
import { factors } from './index';
import { inAuthorization } from './transport';

/** The level of each factor, by their ids; a factor that is not named stays at its first level. */
export type Choice = Readonly<Record<string, string>>;

/** A request composed of levels, ready to be sent and to be predicted. */
export interface Composed {
  readonly call: CallId;
  readonly request: ModelRequest;
  /** What a prediction of the request may use. */
  readonly circumstances: Circumstances;
  /** How the sender must transfer the body; the request has the header for it. */
  readonly transfer: Transfer;
  /** Texts that must not be shown. */
  readonly secrets: readonly string[];
}

const prefixes: Readonly<Record<ReferenceName, string>> = {
  customerRef: 'cust',
  orderRef: 'order',
  instructionRef: 'instr',
};
const referenceLetters = 'abcdefghijklmnopqrstuvwxyz0123456789';

function freshReferences(seed: number): Draft['references'] {
  const random = seededRandom(seed ^ hash32('references'));
  const fresh = (name: ReferenceName) => `${prefixes[name]}-${drawText(random, referenceLetters, 12)}`;
  return { customerRef: fresh('customerRef'), orderRef: fresh('orderRef'), instructionRef: fresh('instructionRef') };
}

const managementToken = (text: string): Credential => ({ text, known: { kind: 'token', token: 'management' } });
const payoutTokenOf = (text: string): Credential => ({ text, known: { kind: 'token', token: 'payout' } });

/** The valid request of a call, in its parts; `undefined` if the sources lack its credential. */
function validDraft(call: CallId, sources: Sources): Draft | undefined {
  const { credentials } = sources;
  const common = {
    query: [],
    headers: [],
    scheme: 'Bearer',
    carry: inAuthorization,
    references: sources.references ?? freshReferences(sources.seed),
    extra: [],
    transfer: 'length',
    write: () => undefined,
    contentType: undefined,
  } as const;
  switch (call) {
    case 'payout-token': {
      const { method, path } = payoutToken.valid;
      const credential =
        credentials.managementToken === undefined ? undefined : managementToken(credentials.managementToken);
      return credential && { ...common, method, path, credential, contentType: 'application/json', write: writeJson };
    }
    case 'payout-options': {
      const { method, path } = payoutOptions.valid;
      const credential = sources.payoutToken === undefined ? undefined : payoutTokenOf(sources.payoutToken);
      return credential && { ...common, method, path, credential };
    }
    case 'management-token': {
      const hmac = signedParts(sources);
      return (
        hmac && { ...common, method: 'POST', path: credentials.hmacPath, credential: undefined, hmac, scheme: 'Hmac' }
      );
    }
  }
}

const bodyOf = (draft: Draft, property?: Carried['property']): DraftBody =>
  draft.write([
    ...referenceNames.map((name) => [name, draft.references[name]] as const),
    ...draft.extra,
    ...(property ? [property] : []),
  ]);

/** The credential of a draft; an HMAC credential is signed. */
function credentialOf(draft: Draft, { host }: Sources): Credential | undefined {
  const { credential, hmac } = draft;
  if (credential || !hmac) return credential;
  const { publicKey, nonce, key, offset, writeTime, signed, written, known } = hmac;
  const time = writeTime(host.now() / 1000 + offset);
  const body = bodyOf(draft);
  const bodyHash = body === undefined || body.length === 0 ? '' : host.sha256(body);
  const signature = written(host.hmacSha256(key, signed(publicKey, nonce, time, bodyHash)));
  return { text: [publicKey, nonce, time, signature].join(':'), known };
}

function written(draft: Draft, { headers: more = [], query, property }: Carried, baseUrl: string): ModelRequest {
  const { method, path, headers, contentType } = draft;
  const parameters = query === undefined ? draft.query : [...draft.query, query];
  const body = bodyOf(draft, property);
  const type: HeaderList = contentType === undefined ? [] : [['Content-Type', contentType]];
  return {
    method,
    url: `${baseUrl}${path}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`,
    headers: [...more, ...type, ...headers],
    ...(body !== undefined && { body }),
  };
}

/** A factor of a call, and the level of it that was chosen. */
export interface ChosenLevel {
  readonly factor: Factor;
  readonly level: FactorLevel;
}

/** The levels of a call's factors by their ids, with the place of the factor. */
type ById = ReadonlyMap<string, { readonly at: number; readonly levels: ReadonlyMap<string, ChosenLevel> }>;

const byId = once(
  (): Readonly<Record<CallId, ById>> => ({
    'payout-token': idsOf('payout-token'),
    'payout-options': idsOf('payout-options'),
    'management-token': idsOf('management-token'),
  }),
);

const idsOf = (call: CallId): ById =>
  new Map(
    factors[call].map((factor, at) => [
      factor.id,
      { at, levels: new Map(factor.levels.map((level) => [level.id, { factor, level }])) },
    ]),
  );

/**
 * The levels in which a choice differs from the valid request, in the order in which they are applied. Throws on a
 * factor or level that does not exist.
 */
export function deviationsOf(call: CallId, choice: Choice): readonly ChosenLevel[] {
  const known = deviations.get(choice);
  if (known?.call === call) return known.levels;
  const levels = chosenOf(call, choice);
  deviations.set(choice, { call, levels });
  return levels;
}

/** A choice is asked for its levels many times, and does not change. */
const deviations = new WeakMap<Choice, { readonly call: CallId; readonly levels: readonly ChosenLevel[] }>();

function chosenOf(call: CallId, choice: Choice): ChosenLevel[] {
  const known = byId()[call];
  const chosen: { readonly at: number; readonly each: ChosenLevel }[] = [];
  for (const [id, levelId] of Object.entries(choice)) {
    const factor = known.get(id);
    if (!factor) throw new Error(`${call} has no factor "${id}"`);
    const each = factor.levels.get(levelId);
    if (!each) throw new Error(`the factor "${id}" has no level "${levelId}"`);
    if (each.level !== each.factor.levels[0]) chosen.push({ at: factor.at, each });
  }
  return chosen.sort((one, other) => one.at - other.at).map(({ each }) => each);
}

/** Whether no chosen level makes another one meaningless. */
export function isAllowed(call: CallId, choice: Choice): boolean {
  const deviations = deviationsOf(call, choice);
  return !deviations.some(
    ({ level: { hides } }) => hides && deviations.some(({ factor }) => hides.includes(factor.id)),
  );
}

/** The request for a choice of levels; `undefined` if the sources lack something that it needs. */
export function compose(call: CallId, choice: Choice, sources: Sources): Composed | undefined {
  let draft = validDraft(call, sources);
  for (const { factor, level } of deviationsOf(call, choice)) {
    const random = seededRandom(sources.seed ^ hash32(`${factor.id}:${level.id}`));
    draft = draft && level.change(draft, sources, random);
  }
  if (!draft) return undefined;
  const { baseUrl, credentials } = sources;
  const { hmacPath, accountId, tenantId } = credentials;
  const credential = credentialOf(draft, sources);
  const carried = credential ? draft.carry(credential.text, draft.scheme) : {};
  const known: Known = credential?.known ?? { kind: 'none' };
  return {
    call,
    request: written(draft, carried, baseUrl),
    circumstances: { baseUrl, credential: carried.instead ?? known, hmacPath, accountId, tenantId },
    transfer: draft.transfer,
    // In an HMAC credential only the signature is secret.
    secrets: credential
      ? [credential.text.slice(known.kind === 'hmac' ? credential.text.lastIndexOf(':') + 1 : 0)]
      : [],
  };
}
