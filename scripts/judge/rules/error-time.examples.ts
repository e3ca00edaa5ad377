import { exampleTime, type RuleExamples, refused } from './example';

const seconds = exampleTime / 1000;
const at = (timestamp: number) => ({ status: 400, body: refused('CUSTOMER_REF_IS_REQUIRED', { timestamp }) });

export const errorTimeExamples: RuleExamples = {
  explanation: {
    why: 'The timestamp is how an error is found again in the logs of both sides. In milliseconds it lies fifty thousand years ahead, in local time some hours away from every line that matters.',
    remedy:
      'Write the time of the answer in whole seconds since the Unix epoch, in UTC. A minute of difference is allowed.',
  },
  incorrect: [
    {
      name: 'writes the timestamp in milliseconds',
      case: 'refuse.customer-ref.missing',
      response: at(exampleTime),
      findings: [{ evidence: 'E3', where: '/timestamp', level: 'violation' }],
    },
    {
      name: 'writes the timestamp in the time of another zone',
      case: 'refuse.customer-ref.missing',
      response: at(seconds + 3600),
      findings: [{ evidence: 'E3', where: '/timestamp', level: 'violation' }],
    },
  ],
  correct: [
    {
      name: 'writes the timestamp in seconds',
      case: 'refuse.customer-ref.missing',
      response: at(seconds),
    },
    {
      name: 'writes the timestamp by a clock that is a minute behind',
      case: 'refuse.customer-ref.missing',
      response: at(seconds - 60),
    },
    {
      name: 'writes the timestamp for a caller whose clock is a day ahead',
      case: 'refuse.customer-ref.missing',
      clockAheadMs: 86_400_000,
      response: at(seconds),
    },
    {
      name: 'has a timestamp of another kind in the older body',
      case: 'refuse.customer-ref.missing',
      response: { status: 400, body: { errorCodes: ['CUSTOMER_REF_IS_REQUIRED'], timestamp: exampleTime } },
    },
  ],
};
