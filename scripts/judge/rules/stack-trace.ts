import type { Reading } from './reading';
import type { Rule } from './types';

/** Must be fast on a hostile text of one mebibyte, so everything that could match in many ways is anchored or bounded. */
const traces: readonly (readonly [language: string, pattern: RegExp])[] = [
  ['.NET', /^[ \t]*at [\w.<>`[\]+|,]+\([^()\r\n]*\)[ \t]*\r?$/m],
  ['.NET', /\bat [\w.<>`[\]+|,]{1,300}\([^()]{0,300}\) in \S{1,300}:line \d+/],
  ['.NET', /\bSystem\.[A-Z][\w.]{0,200}Exception\b/],
  ['Java', /\bat [\w.$/<>]{1,300}\([\w$]{1,200}\.(java|kt|scala):\d+\)/],
  ['Java', /\b(java|javax|org\.springframework)\.[\w.]{1,200}(Exception|Error)\b/],
  ['JavaScript', /\bat (async )?(new )?[\w.<>[\] ]{0,200}\(?(file:\/\/|node:|[A-Za-z]:\\|\/)[^\s)]{1,300}:\d+:\d+/],
  ['JavaScript', /\bat [^\n()]{1,200} \([^()\s]{1,300}:\d+:\d+\)/],
  ['Rust', /\bpanicked at \S/],
  ['Python', /Traceback \(most recent call last\)|^[ \t]*File ".+", line \d+/m],
  ['Go', /\bgoroutine \d+ \[\w+\]:/],
  ['PHP', /#\d+ \/?[\w./-]+\.php\(\d+\)/],
  ['Ruby', /[\w./-]\.rb:\d+:in [`']/],
];

/** What each of them holds: most texts have none of it. */
const hint = /\bat |\bSystem\.|\bjavax?\.|\borg\.spring|\bpanicked|Traceback|File "|\bgoroutine|\.php\(|\.rb:/;

/** No trace starts after this, and searching more of a hostile text would take seconds. */
const looked = 2 ** 17;

/** The headers, and the beginnings of the body and of its JSON strings. */
function texts({ exchange, text, body }: Reading): string {
  const parts = text.length <= looked ? [text] : [text.slice(0, looked), text.slice(body.length, body.length + looked)];
  return [...exchange.outcome.headers.map(([, value]) => value), ...parts].join('\n');
}

/** Without a backslash nothing is escaped: the strings of a body are as they stand in it. */
const mayHoldTrace = ({ exchange, body }: Reading): boolean =>
  body.includes('\\') || hint.test(body) || exchange.outcome.headers.some(([, value]) => hint.test(value));

export const stackTrace = {
  id: 'stack-trace',
  title: 'An error contains no stack trace.',
  evidence: ['E7'],
  appliesTo: ({ status }) => status >= 400,
  check(reading) {
    const text = mayHoldTrace(reading) ? texts(reading) : '';
    const trace = hint.test(text) && traces.find(([, pattern]) => pattern.test(text));
    return trace
      ? [
          {
            evidence: 'E7',
            kind: 'stack-trace',
            message: 'The error contains a stack trace.',
            where: 'body or headers',
            expected: 'no stack trace',
            actual: `a ${trace[0]} stack trace or exception`,
            unsafe: true,
          },
        ]
      : [];
  },
} as const satisfies Rule;
