import { drawText, type Factor, type FactorLevel, level, unchanged, withAddedHeader } from './draft';
import { drawGuid, drawHex, headerLevel, type Value } from './headers';

const correlated = (id: string, title: string, value: Value, alone: FactorLevel['alone'] = 'accepted'): FactorLevel =>
  headerLevel(id, `with ${title}`, 'X-Correlation-ID', value, alone, ['E5']);

/** Some servers take the one id for the other. */
const withRequestId: FactorLevel = {
  ...headerLevel(
    'request-id',
    'with X-Request-ID in addition to the correlation id',
    'X-Request-ID',
    drawGuid,
    'open',
    ['C16', 'E5'],
  ),
  change: (draft, _sources, random) =>
    withAddedHeader(withAddedHeader(draft, 'X-Correlation-ID', drawGuid(random)), 'X-Request-ID', drawGuid(random)),
};

/** The caller's correlation id (E5). */
export const correlationFactor: Factor = {
  id: 'correlation',
  title: 'the correlation id',
  levels: [
    unchanged('none', 'without a correlation id', ['E5']),
    correlated('guid', 'a GUID as correlation id', drawGuid),
    correlated('guid-upper', 'a GUID in upper case as correlation id', (random) => drawGuid(random).toUpperCase()),
    correlated('short', 'a correlation id of one character', (random) => drawText(random, 'abcxyz', 1)),
    correlated('digits', 'a number as correlation id', (random) => drawText(random, '123456789', 10)),
    correlated('mixed', 'a correlation id in mixed case', (random) => `Trace-Of-${drawText(random, 'abcXYZ', 6)}.42`),
    correlated('hex', 'a trace id as correlation id', (random) => drawHex(random, 32)),
    correlated('length-64', 'a correlation id of 64 characters', (random) => drawText(random, 'abc0123', 64)),
    correlated('punctuation', 'punctuation in the correlation id', 'a:b/c=d+e|f~g;h'),
    correlated('long', 'a correlation id of 1,000 characters', (random) => drawText(random, 'abc0123', 1000), 'open'),
    correlated('spaces', 'spaces in the correlation id', 'of two words', 'open'),
    correlated('empty', 'an empty correlation id', '', 'open'),
    correlated('non-ascii', 'a correlation id that is not ASCII', 'tr\u00e4ce-\u00e9', 'open'),
    withRequestId,
  ],
};

const owners = [
  ['account', 'x-account-id'],
  ['tenant', 'x-tenant-id'],
] as const;

const owner = (id: string, title: (what: string) => string, value: Value): FactorLevel[] =>
  owners.map(([what, name]) => headerLevel(`${id}-${what}`, title(what), name, value, 'open', ['C12']));

/** The account and tenant that the request is for (C12). */
export const ownership: Factor = {
  id: 'owner',
  title: 'account and tenant',
  levels: [
    unchanged('none', 'without account and tenant', ['C12']),
    level('own', 'with the own account and tenant', 'accepted', ['C12'], (draft, { credentials }) => {
      const { accountId, tenantId } = credentials;
      if (accountId === undefined || tenantId === undefined) return undefined;
      return withAddedHeader(withAddedHeader(draft, 'x-account-id', accountId), 'x-tenant-id', tenantId);
    }),
    ...owner('other', (what) => `with another ${what} id`, drawGuid),
    ...owner('malformed', (what) => `with text that is not a GUID as ${what} id`, 'not-a-guid'),
    ...owner('empty', (what) => `with an empty ${what} id`, ''),
  ],
};
