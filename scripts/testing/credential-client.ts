/**
 * Sends every kind of credential to a base URL, also in wrong places, and returns the exchanges with all their secrets.
 *
 * @param hmac a signed credential
 */
export async function callAsClient(
  base: string,
  settings: Readonly<Record<string, string>>,
  hmac: string,
): Promise<object[]> {
  const { IMBURSE_NO_ROLE_TOKEN = '', IMBURSE_MANAGEMENT_TOKEN: token = IMBURSE_NO_ROLE_TOKEN } = settings;
  const { IMBURSE_PRIVATE_KEY: key = '' } = settings;
  const references = '{"customerRef":"c","orderRef":"o","instructionRef":"i"}';
  const json = { 'Content-Type': 'application/json' };
  const bearer = (value: string) => ({ Authorization: `Bearer ${value}` });
  const sent: [method: string, path: string, headers: Record<string, string>, body?: string][] = [
    ['POST', '/v1/identity/hmac', { Authorization: hmac }],
    ['POST', '/v1/identity/payout', { ...bearer(token), ...json }, references],
    ['POST', '/v1/identity/payout', { ...bearer(token), ...json }, '{"orderRef":"o"}'],
    ['POST', `/v1/identity/payout?access_token=${token}`, json, references],
    ['POST', '/v1/identity/payout', { Authorization: `Basic ${btoa(`user:${key}`)}`, ...json }, references],
    [
      'POST',
      '/v1/identity/payout',
      { ...bearer(token), ...json },
      JSON.stringify({ customerRef: token, privateKey: key }),
    ],
    ['GET', `/health/${token}`, { 'X-Api-Key': token }],
    ['GET', '/v1/payout/options', bearer(token)],
  ];
  const exchanges: object[] = [];
  for (const [method, path, headers, body] of sent) {
    const response = await fetch(base + path, { method, headers, ...(body !== undefined && { body }) });
    exchanges.push({
      request: { method, url: base + path, headers, body },
      response: { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() },
    });
  }
  return exchanges;
}
