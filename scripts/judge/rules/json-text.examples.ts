import { issued, type RuleExamples, refused } from './example';

const good = JSON.stringify(issued());
const withTwice = (text: string, member: string): string => text.replace('{', `{${member},`);

export const jsonTextExamples: RuleExamples = {
  explanation: {
    why: 'If a property appears twice, one library takes the first, another takes the last, and a third rejects the text: two systems can read two different tokens from one response. In the same way, libraries replace, drop or reject bytes that are not UTF-8.',
    remedy:
      'Have a JSON library write the whole body in one place. The usual cause is a body concatenated from strings, or merged by a gateway.',
  },
  incorrect: [
    {
      name: 'has expires twice',
      case: 'accept.fresh-references',
      response: { status: 201, text: withTwice(good, '"expires":"0"') },
      findings: [{ evidence: 'C5', where: 'expires', level: 'violation' }],
    },
    {
      name: 'has expires twice, once written with escapes',
      case: 'accept.fresh-references',
      response: { status: 201, text: withTwice(good, '"\\u0065xpires":"0"') },
      findings: [{ evidence: 'C5', where: 'expires', level: 'violation' }],
    },
    {
      name: 'sends bytes that are not UTF-8',
      case: 'accept.fresh-references',
      response: { status: 201, body: { ...issued(), note: '\uFFFD' }, validUtf8: false },
      findings: [{ evidence: 'C5', where: 'body', level: 'violation' }],
    },
    {
      name: 'has the error code twice',
      case: 'refuse.customer-ref.missing',
      response: {
        status: 400,
        text: JSON.stringify(refused('CUSTOMER_REF_IS_REQUIRED')).replace('[{', '[{"errorCode":"OTHER",'),
      },
      findings: [{ evidence: 'E3', where: 'errorCode', level: 'violation' }],
    },
    {
      name: 'has a name twice inside a property that is not documented',
      case: 'accept.fresh-references',
      response: { status: 201, text: withTwice(good, '"links":{"self":"/a","self":"/b"}') },
      findings: [{ evidence: 'T9a', where: 'self', level: 'warning' }],
    },
    {
      name: 'has a name twice inside an undocumented property of an error',
      case: 'refuse.customer-ref.missing',
      response: {
        status: 400,
        text: JSON.stringify(refused('CUSTOMER_REF_IS_REQUIRED')).replace('[{', '[{"details":{"field":1,"field":2},'),
      },
      findings: [{ evidence: 'T9a', where: 'field', level: 'warning' }],
    },
    {
      name: 'has a name twice inside a reward',
      case: 'options.first-token',
      response: { status: 200, text: '{"rewards":[{"id":"a","rewards":1,"rewards":2}]}' },
      findings: [{ evidence: 'T9a', where: 'rewards', level: 'warning' }],
    },
    {
      name: 'has a property twice that is not documented',
      case: 'accept.fresh-references',
      response: { status: 201, text: withTwice(good, '"note":1,"note":2') },
      findings: [{ evidence: 'T9a', where: 'note', level: 'warning' }],
    },
    {
      name: 'has the rewards twice',
      case: 'options.first-token',
      response: { status: 200, text: '{"rewards":[],"rewards":[]}' },
      findings: [{ evidence: 'C8', where: 'rewards', level: 'violation' }],
    },
  ],
  correct: [
    { name: 'has each property once', case: 'accept.fresh-references', response: { status: 201, text: good } },
    {
      name: 'has the same name in different objects, and names inside strings',
      case: 'options.first-token',
      response: { status: 200, text: '{ "rewards" : [{"id":"\\"id\\":{"},{"id":"{\\"rewards\\":"}], "id": 1 }' },
    },
  ],
};
