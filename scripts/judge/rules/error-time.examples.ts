import { exampleTime, type RuleExamples, refused } from './example';

const seconds = exampleTime / 1000;
const at = (timestamp: number) => ({ status: 400, body: refused('CUSTOMER_REF_IS_REQUIRED', { timestamp }) });

export const errorTimeExamples: RuleExamples = {
  explanation: {
    why: 'Both sides use the timestamp to find an error in their logs. In milliseconds it is fifty thousand years in the future; in local time it is hours away from the log lines that matter.',
    remedy:
      'Send the time of the response in whole seconds since the Unix epoch, in UTC. A difference of one minute is allowed.',
  },
  incorrect: [
    {
      name: 'sends the timestamp in milliseconds',
      case: 'refuse.customer-ref.missing',
      response: at(exampleTime),
      findings: [{ evidence: 'E3', where: '/timestamp', level: 'violation' }],
    },
    {
      name: 'sends the timestamp in local time',
      case: 'refuse.customer-ref.missing',
      response: at(seconds + 3600),
      findings: [{ evidence: 'E3', where: '/timestamp', level: 'violation' }],
    },
  ],
  correct: [
    {
      name: 'sends the timestamp in seconds',
      case: 'refuse.customer-ref.missing',
      response: at(seconds),
    },
    {
      name: 'has a clock that is a minute behind',
      case: 'refuse.customer-ref.missing',
      response: at(seconds - 60),
    },
    {
      name: 'sends the right timestamp to a caller whose clock is a day ahead',
      case: 'refuse.customer-ref.missing',
      clockAheadMs: 86_400_000,
      response: at(seconds),
    },
    {
      name: 'has a timestamp of another type in the older body',
      case: 'refuse.customer-ref.missing',
      response: { status: 400, body: { errorCodes: ['CUSTOMER_REF_IS_REQUIRED'], timestamp: exampleTime } },
    },
  ],
};
