import { issued, seenBy } from './example';
import { Reading } from './reading';
import { tokenReferences } from './token-references';

const without = { customer_ref: undefined, order_ref: undefined, instruction_ref: undefined };
const all = { customerRef: 'cust', orderRef: 'order-1', instructionRef: 'inst-1' };

/** What is found in a token with these claims, issued for a request of a case with another body. */
function found(caseId: string, body: object | string, claims: Readonly<Record<string, unknown>>) {
  const response = { status: 201, body: issued({ ...without, ...claims }) };
  const { reading, context } = seenBy({ name: '', case: caseId, response });
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const request = { ...reading.exchange.request, body: text };
  return tokenReferences.check(new Reading({ ...reading.exchange, request }), context);
}
const numberSent = (number: string): string => JSON.stringify({ ...all, orderRef: 0 }).replace(':0', `:${number}`);
const notHeld = ['No claim of the token holds the orderRef of the request.'];
const messages = (...given: Parameters<typeof found>): string[] =>
  found(...given).map(({ message }) => message.replace(/^A token was issued for a request that lacks/, 'lacks'));

describe('the references in a token', () => {
  const accepted = 'accept.fresh-references';
  const held = { a: 'cust', b: 'order-1', c: 'inst-1' };

  it.each<[string, object, Record<string, unknown>, string[]]>([
    ['are held', all, held, []],
    ['are not looked for if they were not sent', { ...all, orderRef: undefined }, { ...held, b: 'x' }, []],
    ['are not looked for if they are null', { ...all, orderRef: null }, { ...held, b: 'x' }, []],
    ['are not looked for if they are empty', { ...all, orderRef: '' }, { ...held, b: 'x' }, []],
    ['are not held', all, { ...held, b: 'x' }, ['No claim of the token holds the orderRef of the request.']],
    ['may be a number', { ...all, orderRef: 70 }, { ...held, b: 70 }, []],
    ['may be a number that is held as text', { ...all, orderRef: 70 }, { ...held, b: '70' }, []],
    [
      'may be a number that is not held',
      { ...all, orderRef: 70 },
      { ...held, b: 71 },
      ['No claim of the token holds the orderRef of the request.'],
    ],
    ['may have half a character, which is replaced', { ...all, orderRef: 'x\ud800' }, { ...held, b: 'x\ufffd' }, []],
    [
      'are swapped',
      all,
      { customer_ref: 'cust', order_ref: 'inst-1', instruction_ref: 'order-1' },
      [
        'A claim named after the orderRef holds the instructionRef.',
        'A claim named after the instructionRef holds the orderRef.',
      ],
    ],
    [
      'are not called swapped if they have three characters in all but are too short',
      { ...all, customerRef: 'ab', orderRef: 'cd' },
      { customer_ref: 'cd', order_ref: 'ab', instruction_ref: 'inst-1' },
      [],
    ],
    [
      'are called swapped from three characters on',
      { ...all, customerRef: 'abc', orderRef: 'cde' },
      { customer_ref: 'abc', order_ref: 'abc', other: 'cde', instruction_ref: 'inst-1' },
      ['A claim named after the orderRef holds the customerRef.'],
    ],
  ])('%s', (_name, body, claims, wanted) => {
    expect(messages(accepted, body, claims)).toEqual(wanted);
  });

  it.each<[string, string, unknown, string[]]>([
    ['held with all its digits', '12345678901234567890', '12345678901234567890', []],
    ['held without its last digits', '12345678901234567890', '12345678901234567000', notHeld],
    ['held as a number without its last digits', '12345678901234567890', 12_345_678_901_234_567_000, notHeld],
    ['held as the next even number', '9007199254740993', 2 ** 53, notHeld],
    ['held without its fraction', '1.5', '1', notHeld],
    ['held in another form', '1.0', 1, []],
    ['held without its exponent', '1e2', '100', []],
    ['too large', '1e400', null, notHeld],
    ['followed by white space', '70 ', '70', []],
  ])('may be a number that is %s', (_name, number, claim, wanted) => {
    expect(messages(accepted, numberSent(number), { ...held, b: claim })).toEqual(wanted);
  });

  it.each<[string, string, string, string[]]>([
    ['replaced', 'x\ufffd\ufffdy', 'x\ufffdy', []],
    ['read as something else', 'x\ufffdy', 'x\u00ffy', []],
    ['dropped', 'x\ufffdy', 'xy', notHeld],
    ['dropped at the start', '\ufffdy', 'y', notHeld],
    ['dropped at the end', 'x\ufffd', 'x', notHeld],
    ['dropped with what follows', 'x\ufffdy', 'x\ufffd', notHeld],
    ['all there is', '\ufffd', '?', []],
  ])('may have bytes that are not UTF-8, which are %s', (_name, orderRef, claim, wanted) => {
    expect(
      messages(accepted, { ...all, orderRef }, { customer: 'cust', order: claim, instruction: 'inst-1', iss: '' }),
    ).toEqual(wanted);
  });

  it('are not looked for in a request that is not a JSON object', () => {
    for (const body of ['', 'text', '[]']) expect(messages(accepted, body, {})).toEqual([]);
  });

  it('are shown with what came instead', () => {
    const [lost] = found(accepted, all, { ...held, b: 'x', deep: { d: 'y' } });
    expect(lost).toMatchObject({ expected: '"order-1"' });
    expect(lost?.actual).toContain('a="cust", b="x", c="inst-1", deep.d="y"');
    const bare = { iss: undefined, aud: undefined, exp: undefined, iat: undefined };
    expect(found(accepted, all, bare)[0]?.actual).toBe('no claims with a string value');
  });

  it.each<[string, object, string[]]>([
    ['lacks none', all, []],
    ['lacks one', { ...all, customerRef: undefined }, ['lacks the customerRef.']],
    [
      'has null and an empty one',
      { ...all, orderRef: null, customerRef: '' },
      ['lacks the customerRef.', 'lacks the orderRef.'],
    ],
  ])('must not be, where a request that must be refused anyway %s', (_name, body, wanted) => {
    expect(messages('auth.missing', body, held)).toEqual(wanted);
    // Another rule reports a token that breaks this row in any case.
    expect(messages('refuse.customer-ref.missing', body, held)).toEqual([]);
    expect(messages(accepted, body, held)).toEqual([]);
  });
});
