import { accepted, defineCases, open, referenceSlug, words } from '../../define';
import { referenceNames } from '../../types';
import { payoutToken } from './call';
import { requestExample } from './schemas';

const documented = 'accept.documented';
const sharedReferences = {
  customerRef: 'shared-customer',
  orderRef: 'shared-order',
  instructionRef: 'shared-instruction',
};

/** The documented request, as printed in the tutorial. Everything else is judged only if it was accepted. */
export const documentedCases = defineCases(payoutToken, 'Documented request', [
  {
    id: documented,
    title: 'accepts the documented request',
    evidence: ['C1', 'C2', 'C3', 'C4', 'C5'],
    tags: ['smoke', 'safe', 'probe'],
    change: { set: { ...requestExample } },
    expect: accepted('C1'),
    provesCredentials: true,
  },
  {
    id: 'accept.documented-again',
    title: 'accepts the documented request a second time',
    evidence: ['C1', 'C7'],
    change: { set: { ...requestExample } },
    expect: accepted('C1'),
    control: documented,
  },
  {
    id: 'accept.fresh-references',
    title: 'accepts three new references',
    evidence: ['C4', 'C8'],
    tags: ['smoke'],
    expect: accepted('C4'),
    control: documented,
  },
  {
    id: 'accept.shared-references',
    title: 'accepts references that later requests reuse',
    evidence: ['C4', 'C8'],
    change: { set: sharedReferences },
    expect: accepted('C4'),
    control: documented,
  },
  ...referenceNames.map((name) => ({
    id: `accept.other-${referenceSlug(name)}`,
    title: `issues another token when only the ${words(name)} differs`,
    evidence: ['C4', 'C8'] as const,
    change: { set: { ...sharedReferences, [name]: `{{${name}}}` } },
    expect: accepted('C4'),
    control: 'accept.shared-references',
  })),
  {
    id: 'accept.swapped-references',
    title: 'issues another token when two references are swapped',
    evidence: ['C4', 'C8'],
    change: { set: { ...sharedReferences, customerRef: 'shared-order', orderRef: 'shared-customer' } },
    expect: accepted('C4'),
    control: 'accept.shared-references',
  },
  {
    id: 'accept.shifted-references',
    title: 'issues another token when a letter moves from one reference to the next',
    evidence: ['C4', 'C8'],
    change: { set: { ...sharedReferences, customerRef: 'shared-customers', orderRef: 'hared-order' } },
    expect: accepted('C4'),
    control: 'accept.shared-references',
  },
  {
    id: 'accept.capital-references',
    title: 'issues another token when only the letter case differs',
    evidence: ['R3', 'C8'],
    change: { set: { customerRef: 'SHARED-customer', orderRef: 'SHARED-order', instructionRef: 'SHARED-instruction' } },
    expect: accepted('R3'),
    control: 'accept.shared-references',
  },
]);

const allowedValues = [
  { id: 'length-1', title: 'of 1 character', value: 'c', evidence: 'C4' },
  { id: 'length-50', title: 'of 50 characters', value: 'a'.repeat(50), evidence: 'R2' },
  { id: 'lower', title: 'of lower-case letters', value: 'abcdefghijklmnopqrstuvwxyz', evidence: 'R3' },
  { id: 'upper', title: 'of upper-case letters', value: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', evidence: 'R3' },
  { id: 'digits', title: 'of digits', value: '0123456789', evidence: 'R3' },
  { id: 'hyphen', title: 'with hyphens, including at both ends', value: '-a-b-', evidence: 'R3' },
  { id: 'underscore', title: 'with underscores, including at both ends', value: '_a_b_', evidence: 'R3' },
  { id: 'dot', title: 'with dots, including at both ends', value: '.a.b.', evidence: 'R3' },
  { id: 'doubled', title: 'with consecutive punctuation characters', value: 'a..b--c__d.-_e', evidence: 'R3' },
] as const;

/** Every kind of reference that the input rules allow (R2, R3). */
export const allowedReferenceCases = defineCases(
  payoutToken,
  'Accepted references',
  referenceNames.flatMap((name) =>
    allowedValues.map(({ id, title, value, evidence }) => ({
      id: `accept.${referenceSlug(name)}.${id}`,
      title: `accepts a ${words(name)} ${title}`
        .replace('a order', 'an order')
        .replace('a instruction', 'an instruction'),
      evidence: [evidence, 'C8'] as const,
      tags: ['input'],
      change: { set: { [name]: value } },
      expect: accepted(evidence),
      control: documented,
    })),
  ),
);

const text = (body: string) => ({ body: { text: body } });

/** Other ways to write a request that means the same. */
export const equivalentCases = defineCases(payoutToken, 'Equivalent requests', [
  {
    id: 'accept.property-order',
    title: 'accepts the properties in another order',
    evidence: ['C4'],
    change: text('{"instructionRef":"{{instructionRef}}","orderRef":"{{orderRef}}","customerRef":"{{customerRef}}"}'),
    expect: accepted('C4'),
    control: documented,
  },
  {
    id: 'accept.white-space',
    title: 'accepts insignificant white space, as in the tutorial',
    evidence: ['C4'],
    change: text(
      '\r\n{\n\t"customerRef": "{{customerRef}}",\n\t"orderRef" :\t"{{orderRef}}",\n\t"instructionRef": "{{instructionRef}}"\n}\n ',
    ),
    expect: accepted('C4'),
    control: documented,
  },
  {
    id: 'accept.escapes',
    title: 'reads JSON escapes in a reference',
    evidence: ['C4', 'C8'],
    change: text(
      '{"customerRef":"\\u0063\\u002d{{customerRef}}","orderRef":"{{orderRef}}","instructionRef":"{{instructionRef}}"}',
    ),
    expect: accepted('C4'),
    control: documented,
  },
  {
    id: 'accept.lowercase-bearer',
    title: 'matches the scheme "bearer" without regard to case',
    evidence: ['H6'],
    change: { headers: { Authorization: 'bearer {{managementToken}}' } },
    expect: accepted('H6'),
    control: documented,
  },
  {
    id: 'accept.uppercase-bearer',
    title: 'matches the scheme "BEARER" without regard to case',
    evidence: ['H6'],
    change: { headers: { Authorization: 'BEARER {{managementToken}}' } },
    expect: accepted('H6'),
    control: documented,
  },
  {
    id: 'accept.correlation-id',
    title: "accepts a caller's X-Correlation-ID",
    evidence: ['E5'],
    tags: ['correlation'],
    change: { headers: { 'X-Correlation-ID': '{{correlationId}}' } },
    expect: accepted('E5'),
    control: documented,
  },
  {
    id: 'accept.account-headers',
    title: 'accepts x-account-id and x-tenant-id',
    evidence: ['C12'],
    change: { headers: { 'x-account-id': '{{accountId}}', 'x-tenant-id': '{{tenantId}}' } },
    expect: accepted('C12'),
    control: documented,
  },
  {
    id: 'observe.charset',
    title: 'observes application/json; charset=utf-8',
    evidence: ['C15a'],
    change: { headers: { 'Content-Type': 'application/json; charset=utf-8' } },
    expect: open('C15a'),
    control: documented,
  },
  {
    id: 'observe.unknown-property',
    title: 'observes an unknown request property',
    evidence: ['C15a'],
    change: { set: { unknownProperty: 'x' } },
    expect: open('C15a'),
    control: documented,
  },
  {
    id: 'observe.duplicate-property',
    title: 'observes a duplicate property',
    evidence: ['C15a'],
    change: text(
      '{"customerRef":"first","customerRef":"{{customerRef}}","orderRef":"{{orderRef}}","instructionRef":"{{instructionRef}}"}',
    ),
    expect: open('C15a'),
    control: documented,
  },
]);
