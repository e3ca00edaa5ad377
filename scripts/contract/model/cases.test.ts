import { hash32, seededRandom } from '../../lib/seeded-random';
import { variablesOf } from '../define';
import { deriveVariables } from '../derive';
import { cases } from '../index';
import { resolveRequest } from '../request';
import type { ContractCase, Expectation } from '../types';
import { expectationOf, predict } from './predict';
import { knownOf } from './testing/known';
import { inventToken, sources } from './testing/sources';

const { baseUrl, credentials, host, usedAuthorization } = sources;
const caseById = new Map(cases.map((each) => [each.id, each]));

/** What a case really sends, and what the model says of it. */
function predicted(contractCase: ContractCase): Expectation {
  const used = contractCase.uses === undefined ? undefined : caseById.get(contractCase.uses);
  const captured = used && { token: inventToken(used.id), authorization: usedAuthorization! };
  const seeded = { ...host, random: seededRandom(hash32(contractCase.id)) };
  const values = deriveVariables(variablesOf(contractCase.request), credentials, captured, seeded);
  const request = resolveRequest(contractCase.request, baseUrl, values);
  expect(JSON.stringify([request.url, request.headers])).not.toContain('{{');
  const { hmacPath, accountId, tenantId } = credentials;
  const credential = knownOf(contractCase.request, used);
  return expectationOf(predict(request, { baseUrl, credential, hmacPath, accountId, tenantId }));
}

it.each(cases)('$id is predicted as it is expected', (contractCase) => {
  expect(predicted(contractCase)).toEqual(contractCase.expect);
});
