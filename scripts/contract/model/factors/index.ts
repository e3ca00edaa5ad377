import { hmacPaths } from '../../calls/management-token/call';
import { rows } from '../rows';
import type { CallId } from '../types';
import { getMethod, path, postMethod, query } from './address';
import { encoding, escapes, extra, extraNames, names, order, spacing, syntax } from './body';
import { bodyForm } from './broken-body';
import { correlationFactor, ownership } from './caller';
import { client, conditional, context, cookie, forwarding, oddHeader, origin, tracing } from './context';
import { managementCredential, payoutCredential } from './credential';
import { type Factor, type FactorLevel, level, unchanged } from './draft';
import { nonceForm, publicKeyForm, signature, timeForm, timeOffset } from './hmac';
import { hmacCredentialFactor } from './hmac-credential';
import { contentCoding, mediaTypeFactor, transfer } from './media';
import { acceptedCoding, language, negotiation } from './negotiation';
import { referenceFactor, relation } from './references';
import { hmacTransport, transport } from './transport';

/** Which of the two paths the HMAC exchange uses (H5). */
const exchangePath: Factor = {
  id: 'exchange',
  title: 'the path of the exchange',
  levels: [
    unchanged('offered', 'under the path that is offered', ['H5']),
    level('other', 'under the other path', 'open', ['H5'], (draft, { credentials }) => {
      const other = hmacPaths.find((each) => each !== credentials.hmacPath);
      return other === undefined ? undefined : { ...draft, path: other };
    }),
  ],
};

const sending = (id: string, title: string, body: string): FactorLevel =>
  level(id, title, 'open', [rows.unknownChangesNothing], (draft) => ({
    ...draft,
    contentType: 'application/json',
    write: () => body,
  }));

/** The HMAC exchange takes no body (H5). */
const exchangeBody: Factor = {
  id: 'body',
  title: 'the body',
  levels: [
    unchanged('none', 'without a body', ['H5']),
    sending('empty-object', 'with an empty object', '{}'),
    sending('null', 'with a JSON null', 'null'),
    sending('malformed', 'with a body that is not JSON', '{"'),
  ],
};

/** The headers of every call. */
const headers: readonly Factor[] = [
  negotiation,
  language,
  acceptedCoding,
  client,
  origin,
  cookie,
  forwarding,
  tracing,
  context,
  conditional,
  oddHeader,
  correlationFactor,
];

/** The factors in which the requests of each call may differ, in the order in which their levels are applied. */
export const factors: Readonly<Record<CallId, readonly Factor[]>> = {
  'payout-token': [
    managementCredential,
    transport,
    path,
    postMethod,
    query,
    mediaTypeFactor,
    transfer,
    contentCoding,
    ...headers,
    ownership,
    extra,
    extraNames,
    names,
    // Of the references alone: what is added stays where it is.
    order,
    escapes,
    syntax,
    bodyForm,
    spacing,
    encoding,
    referenceFactor('customerRef'),
    referenceFactor('orderRef'),
    referenceFactor('instructionRef'),
    relation,
  ],
  'payout-options': [payoutCredential, transport, path, getMethod, query, ...headers],
  'management-token': [
    exchangePath,
    timeForm,
    timeOffset,
    nonceForm,
    publicKeyForm,
    signature,
    hmacCredentialFactor,
    hmacTransport,
    path,
    postMethod,
    query,
    ...headers,
    exchangeBody,
  ],
};
