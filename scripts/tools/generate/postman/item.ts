import { callOf } from '../../../contract/calls';
import { errorListExample } from '../../../contract/errors';
import { evidence } from '../../../contract/evidence';
import { mustRefuse } from '../../../contract/expectation';
import { postmanRequest, protocolProfileBehavior } from '../../../contract/postman-request';
import { type ContractCase, referenceCode } from '../../../contract/types';

function expectationText({ expect }: ContractCase): string {
  if (expect.outcome === 'open') return 'Whether it is accepted is open: the response is recorded.';
  const status = expect.status.join(' or ');
  if (expect.outcome === 'accepted') return `Expected: accepted with ${status}.`;
  const { codes } = expect;
  const named = codes
    ? ` and a code that names ${codes.references.join(', ')}${codes.accepted ? ` (${codes.accepted.join(' or ')})` : ''}`
    : '';
  return `Expected: refused with ${status}${named}, and no token.`;
}

function description(contractCase: ContractCase): string {
  const { id, title, control, needs } = contractCase;
  return [
    `The server ${title}.`,
    expectationText(contractCase),
    ...contractCase.evidence.map(
      (row) => `Evidence ${row} (${evidence[row].strength}): ${evidence[row].fact} Source: ${evidence[row].source}.`,
    ),
    ...(control ? [`Counts only if ${control} was accepted in the same run.`] : []),
    ...(needs.length > 0 ? [`Needs: ${needs.join(', ')}.`] : []),
    `Case id: ${id}.`,
  ].join('\n\n');
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
};

/** A conforming response, saved with the request. */
function exampleResponse(contractCase: ContractCase): object {
  const { expect, call, request } = contractCase;
  const { exampleStatus, body: success } = callOf(call).success;
  const code = (mustRefuse(expect) && expect.status.at(-1)) || exampleStatus;
  const errorCode = expect.codes
    ? (expect.codes.accepted?.[0] ?? referenceCode(expect.codes.references[0]!, 'IS_REQUIRED'))
    : 'REQUEST_REFUSED';
  const error = {
    ...errorListExample,
    errors: [
      {
        ...errorListExample.errors[0],
        errorCode,
        message: 'The request is refused.',
        messageTemplate: 'The request is refused.',
      },
    ],
  };
  const body = code < 300 ? success.example : error;
  return {
    name: code < 300 ? 'Accepted' : 'Refused',
    originalRequest: postmanRequest(contractCase.request),
    status: reasons[code] ?? '',
    code,
    _postman_previewlanguage: 'json',
    header: [{ key: 'Content-Type', value: 'application/json' }],
    cookie: [],
    body: request.method === 'HEAD' ? '' : JSON.stringify(body, null, 2),
  };
}

/** A case as a request of the collection, with what is expected, on what evidence, and a conforming response. */
export function collectionItem(contractCase: ContractCase): object {
  const { request, id, title } = contractCase;
  return {
    id,
    name: title,
    protocolProfileBehavior: protocolProfileBehavior(request),
    request: { ...postmanRequest(request), description: description(contractCase) },
    response: [exampleResponse(contractCase)],
  };
}
