const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

const script = (listen: string, ...exec: string[]) => ({ listen, script: { type: 'text/javascript', exec } });
const references = { customerRef: 'customer', orderRef: 'order', instructionRef: 'instruction' };
const json = { key: 'Content-Type', value: 'application/json' };
const bearer = (name: string) => ({ key: 'Authorization', value: `Bearer {{${name}}}` });
const raw = (body: unknown) => ({ mode: 'raw', raw: typeof body === 'string' ? body : JSON.stringify(body) });

/** The payout call as people write it in Postman: with text, parts, inherited auth, or a script. */
const token = {
  plain: (body: unknown = references) => ({
    name: 'Token',
    request: {
      method: 'POST',
      url: '{{baseUrl}}/v1/identity/payout',
      header: [bearer('managementToken'), json],
      body: raw(body),
    },
  }),
  parts: () => ({
    name: 'Token from parts',
    request: {
      method: 'POST',
      url: {
        host: ['{{baseUrl}}'],
        path: ['v1', ':service', 'payout'],
        variable: [{ key: 'service', value: 'identity' }],
      },
      auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{managementToken}}', type: 'string' }] },
      header: [json],
      body: raw(references),
    },
  }),
  scripted: () => ({
    name: 'Token by a script',
    event: [
      script(
        'prerequest',
        'pm.sendRequest({ url: pm.environment.get("baseUrl") + "/v1/identity/payout", method: "POST",',
        'header: { Authorization: "Bearer " + pm.environment.get("managementToken"), "Content-Type": "application/json" },',
        `body: { mode: "raw", raw: ${JSON.stringify(JSON.stringify(references))} } }, () => {});`,
      ),
    ],
    request: { method: 'GET', url: '{{baseUrl}}/health' },
  }),
  with: (name: string, body: unknown = references) => ({
    name: `Token with ${name}`,
    request: { method: 'POST', url: '{{baseUrl}}/v1/identity/payout', header: [bearer(name), json], body: raw(body) },
  }),
};
const keep = script('test', 'pm.collectionVariables.set("issued", pm.response.json().accessToken);');
const options = {
  name: 'Options',
  request: { method: 'GET', url: '{{baseUrl}}/v1/payout/options', header: [bearer('issued')] },
};
const failing = (...exec: string[]) => ({ ...token.plain(), event: [script('test', ...exec)] });

/** A collection of the user's own, in format 2.1. */
export const collectionOf = (item: readonly object[]) => ({ info: { name: 'Mine', schema }, item });

/** Faults of the target, requests that show them, and the rule that finds each. */
export const targetFaults: readonly (readonly [fault: string, item: readonly object[], rule: string])[] = [
  ['expires-number', [token.plain()], 'success-body'],
  ['access-token-missing', [token.parts()], 'success-body'],
  ['access-token-snake-case', [token.scripted()], 'success-body'],
  ['access-token-opaque', [token.plain()], 'token-form'],
  ['alg-none', [token.parts()], 'token-form'],
  ['customer-ref-not-in-token', [token.scripted()], 'token-references'],
  ['order-ref-swapped-in-token', [token.plain()], 'token-references'],
  ['expires-an-hour-ago', [token.plain()], 'token-times'],
  ['exp-missing', [token.parts()], 'token-expiry'],
  ['missing-reference-500', [token.plain({ customerRef: 'c' })], 'server-error'],
  ['empty-reference-500', [token.plain({ ...references, orderRef: '' })], 'server-error'],
  ['long-reference-500', [token.plain({ ...references, orderRef: 'o'.repeat(51) })], 'server-error'],
  ['number-reference-500', [token.plain({ ...references, orderRef: 7 })], 'server-error'],
  ['unauthorised-with-status-403', [token.with('expiredToken')], 'status'],
  ['unauthorised-with-redirect', [token.with('expiredToken')], 'status'],
  ['references-lower-cased', [token.plain({ ...references, orderRef: 'ORDER' })], 'token-references'],
];

/** Faults of the collection itself, and what becomes of its first assertion. */
export const ownFaults: readonly (readonly [what: string, item: readonly object[], result: string])[] = [
  ['an assertion', [failing('pm.test("mine", () => pm.response.to.have.status(418));')], 'failed'],
  ['a legacy assertion', [failing('tests["mine"] = false;')], 'failed'],
  ['a script that throws', [failing('pm.response.json().nothing.at.all;')], 'threw'],
  ['a script that does not parse', [failing('if (')], 'threw'],
];

/** Collections in which nothing is wrong. */
export const rightCollections: readonly (readonly [what: string, item: readonly object[]])[] = [
  ['a token and its options', [{ ...token.plain(), event: [keep] }, options]],
  ['every way to write the call', [token.plain(), token.parts(), token.scripted()]],
  ['requests that must be refused', [token.with('expiredToken'), token.plain({ customerRef: 'c' }), token.plain('{')]],
];
