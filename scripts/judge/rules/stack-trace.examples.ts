import { type IncorrectExample, type RuleExamples, refused } from './example';

const failed = (name: string, trace: string): IncorrectExample => ({
  name,
  case: 'body.truncated',
  response: { status: 400, body: refused('REQUEST_INVALID', {}, { message: trace }) },
  findings: [{ evidence: 'E7', where: 'body or headers', level: 'violation' }],
});

export const stackTraceExamples: RuleExamples = {
  explanation: {
    why: 'A stack trace tells strangers which versions of which libraries are in use and how the code is structured. It is the first thing that an attacker looks for, and it is of no use to a caller.',
    remedy:
      'Catch exceptions at the outermost layer, log them with the correlation id, and return only that id. Turn off developer error pages in every environment that others can reach.',
  },
  incorrect: [
    failed(
      'shows the stack trace of .NET',
      'Unexpected end.\r\n   at Imburse.Identity.PayoutController.Create(PayoutRequest request) in /src/PayoutController.cs:line 42\r\n   at Imburse.Identity.Startup.<Configure>b__0(HttpContext context)',
    ),
    failed(
      'shows one frame of .NET on its line',
      'Failed:\n   at Imburse.Identity.Startup.<Configure>b__0(HttpContext context)',
    ),
    failed('names an exception of .NET', 'System.Text.Json.JsonReaderException: Unexpected end.'),
    failed('shows a frame of Java', 'java.io.EOFException at com.imburse.Payout.create(Payout.java:42)'),
    failed('names an exception of Spring', 'org.springframework.http.HttpMessageNotReadableException: end of input'),
    failed('shows a frame of JavaScript', 'SyntaxError: Unexpected end\n    at parse (/srv/app/payout.js:42:7)'),
    failed('shows a module frame of JavaScript', 'at async file:///srv/app/payout.mjs:42:7'),
    failed(
      'shows the traceback of Python',
      'Traceback (most recent call last):\n  File "/srv/app.py", line 42, in create',
    ),
    failed('shows a goroutine', 'panic: EOF\n\ngoroutine 12 [running]:\nmain.create()'),
    failed('shows the stack trace of PHP', '#0 /srv/app/payout.php(42): json_decode()'),
    failed('shows a frame of Ruby', "/srv/app/payout.rb:42:in `create'"),
    {
      name: 'shows a stack trace as plain text',
      case: 'body.deep-nesting',
      response: {
        status: 500,
        headers: { 'Content-Type': 'text/plain' },
        text: 'Error: too deep\n    at parse (node:internal/json:1:2)\n',
      },
      findings: [{ evidence: 'E7', where: 'body or headers', level: 'violation' }],
    },
    {
      name: 'names an exception in a header',
      case: 'body.truncated',
      response: {
        status: 400,
        headers: { 'X-Error': 'System.Text.Json.JsonReaderException' },
        body: refused('REQUEST_INVALID'),
      },
      findings: [{ evidence: 'E7', where: 'body or headers', level: 'violation' }],
    },
  ],
  correct: [
    {
      name: 'says only where the text ends',
      case: 'body.truncated',
      response: {
        status: 400,
        body: refused('REQUEST_INVALID', {}, { message: 'The text ends at line 1 (position 44), at 12:00:00.' }),
      },
    },
    {
      name: 'mentions a path and a time',
      case: 'body.truncated',
      response: {
        status: 400,
        body: refused('REQUEST_INVALID', {}, { message: 'Refused at /v1/identity/payout at 2026-01-15T12:00:00Z.' }),
      },
    },
  ],
};
