// Writes Portman's settings: the credentials of each operation, and references that lack, shorten and lengthen each other.
import { createHmac, randomUUID } from 'node:crypto';

const { url, IMBURSE_PUBLIC_KEY: publicKey, IMBURSE_PRIVATE_KEY: privateKey } = JSON.parse(process.env.SANDBOX);

function hmac() {
  const signed = `${publicKey}:${randomUUID()}:${Math.floor(Date.now() / 1000)}:`;
  return `Hmac ${signed}${createHmac('sha256', Buffer.from(privateKey, 'base64')).update(signed).digest('base64')}`;
}
async function token(path, Authorization, body) {
  const headers = { Authorization, 'Content-Type': 'application/json' };
  const response = await fetch(url + path, { method: 'POST', headers, ...(body && { body: JSON.stringify(body) }) });
  return `Bearer ${(await response.json()).accessToken}`;
}
const management = await token('/v1/identity/hmac', hmac());
const references = { customerRef: 'customer', orderRef: 'order', instructionRef: 'instruction' };
const payout = await token('/v1/identity/payout', management, references);

const authorized = (value) => ({ overwriteRequestHeaders: [{ key: 'Authorization', value, overwrite: true }] });
const on = { enabled: true };
const checked = { contentType: on, jsonBody: on, schemaValidation: on, headersPresent: on };
const config = {
  version: 1,
  globals: { securityOverwrites: { remove: true } },
  overwrites: [
    { openApiOperation: 'POST::/v1/identity/hmac', ...authorized(hmac()) },
    { openApiOperation: 'POST::/identity/v1/hmac/management', ...authorized(hmac()) },
    { openApiOperation: 'POST::/v1/identity/payout', ...authorized(management) },
    { openApiOperation: 'GET::/v1/payout/options', ...authorized(payout) },
  ],
  tests: {
    contractTests: [{ openApiOperation: '*::/*', statusSuccess: on, ...checked }],
    variationTests: [
      {
        openApiOperation: 'POST::/v1/identity/payout',
        openApiResponse: '400',
        variations: [
          {
            name: 'Refused',
            fuzzing: [{ requestBody: [{ requiredFields: on, minLengthFields: on, maxLengthFields: on }] }],
            overwrites: [authorized(management)],
            tests: { contractTests: [{ statusCode: { enabled: true, code: 400 }, ...checked }] },
          },
        ],
      },
    ],
  },
};
console.log(JSON.stringify(config));
