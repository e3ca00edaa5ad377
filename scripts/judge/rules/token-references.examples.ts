import { exampleValues, type IncorrectExample, issued, type RuleExamples } from './example';

const { customerRef, orderRef, instructionRef } = exampleValues;
const none = { customer_ref: undefined, order_ref: undefined, instruction_ref: undefined };
const created = (claims: Readonly<Record<string, unknown>>) => ({ status: 201, body: issued(claims) });
const missing = [{ evidence: 'C8', where: 'claims', level: 'violation' }] as const;
const wrong = (name: string, id: string, claims: Readonly<Record<string, unknown>>): IncorrectExample => ({
  name,
  case: id,
  response: created(claims),
  findings: missing,
});

export const tokenReferencesExamples: RuleExamples = {
  explanation: {
    why: 'The references determine which customer may choose how an instruction is paid. With a token for another order, the wrong order is paid. With a token from a cache, the wrong customer is paid.',
    remedy:
      'Put each reference into a claim exactly as it was sent, under any name. Do not trim it, shorten it, change its case or turn it into a number. If tokens are cached, the key must include all three references and the caller.',
  },
  incorrect: [
    wrong('issues a token for another order', 'accept.fresh-references', { order_ref: 'your-order' }),
    wrong('issues a token for a reference with spaces, which it removes', 'refuse.customer-ref.outer-space', {
      customer_ref: 'ab',
    }),
    wrong('changes the case of a reference', 'accept.customer-ref.upper', {
      customer_ref: 'abcdefghijklmnopqrstuvwxyz',
    }),
    wrong('writes a reference as a number', 'accept.order-ref.digits', { order_ref: 123456789 }),
    wrong('issues a token for an array, and takes its first entry', 'refuse.customer-ref.array', {
      customer_ref: 'my-customer',
    }),
    {
      name: 'swaps two references',
      case: 'accept.fresh-references',
      response: created({ customer_ref: orderRef, order_ref: customerRef }),
      findings: [
        { evidence: 'C8', where: 'customer_ref', level: 'violation' },
        { evidence: 'C8', where: 'order_ref', level: 'violation' },
      ],
    },
    {
      name: 'swaps two references in nested claims',
      case: 'accept.fresh-references',
      response: created({
        ...none,
        payout: { customer: { ref: customerRef }, order: { id: instructionRef }, instruction: { id: orderRef } },
      }),
      findings: [
        { evidence: 'C8', where: 'payout.order.id', level: 'violation' },
        { evidence: 'C8', where: 'payout.instruction.id', level: 'violation' },
      ],
    },
    {
      name: 'issues a token without any reference',
      case: 'accept.fresh-references',
      response: created({ iss: undefined, aud: undefined, ...none }),
      findings: [...missing, ...missing, ...missing],
    },
  ],
  correct: [
    { name: 'keeps each reference in a claim', case: 'accept.fresh-references', response: created({}) },
    {
      name: 'keeps the references under other names, and in a list',
      case: 'accept.fresh-references',
      response: created({ ...none, aud: ['payout-api', 'b'], sub: customerRef, refs: [instructionRef, orderRef] }),
    },
    {
      name: 'nests the references',
      case: 'accept.fresh-references',
      response: created({
        ...none,
        order: { ref: orderRef, customer: { ref: customerRef }, instruction: { ref: instructionRef } },
      }),
    },
    {
      name: 'keeps either value of a duplicate property',
      case: 'observe.duplicate-property',
      response: created({ customer_ref: 'first' }),
    },
    {
      name: 'has no references in a management token',
      case: 'hmac.documented',
      response: created(none),
    },
  ],
};
