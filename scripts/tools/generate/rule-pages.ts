import { STATUS_CODES } from 'node:http';
import { type Evidence, type EvidenceId, evidence } from '../../contract/evidence';
import { resolve, variables } from '../../contract/variables';
import { findingsOf } from '../../judge/judge';
import { levelOf } from '../../judge/level';
import {
  type Example,
  exampleCase,
  examplePrivateKey,
  exampleValues,
  exchangeOf,
  seenBy,
} from '../../judge/rules/example';
import { ruleExamples } from '../../judge/rules/examples';
import { type RuleId, rules } from '../../judge/rules/index';
import { fenced } from '../../lib/markdown';
import { clause } from '../../lib/sentence';
import { visible } from '../../lib/terminal-text';
import type { Finding } from '../../report/types';
import { cell, generatedNote, markdownTable } from './markdown';

const jws = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** Text without tokens: the caller's are replaced by their names, the server's by a placeholder. */
function withoutTokens(text: string): string {
  const named = text
    .replaceAll(exampleValues.managementToken, '{{managementToken}}')
    .replaceAll(examplePrivateKey, '{{privateKey}}');
  return visible(named.replace(jws, '{header}.{payload}.{signature}'), '\n');
}

/** JSON over several lines; any other text as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const message = (start: string, headers: readonly (readonly [string, string])[], body: string): string =>
  [start, ...headers.map((header) => header.join(': ')), ...(body === '' ? [] : ['', body])].join('\n');

const isPublic = ([name]: [string, string]): boolean => !('secret' in variables[name as keyof typeof variables]);
const publicValues = Object.fromEntries(Object.entries(exampleValues).filter(isPublic));

/** The request of an example as HTTP, with the collection's variables in place of secrets. */
function requestText(example: Example): string {
  const { method, path, headers, body } = exampleCase(example.case).request;
  const text = body && 'text' in body ? readable(resolve(body.text, publicValues)) : '';
  const resolved = headers.map(([name, value]) => [name, resolve(value, publicValues)] as const);
  return message(`${method} ${resolve(path, publicValues)}`, resolved, text);
}

/** The response of an example as HTTP. */
function responseText(example: Example): string {
  const { status, headers, body } = exchangeOf(example).outcome;
  const text = example.response.text === undefined ? readable(body) : body;
  return withoutTokens(message(`${status} ${STATUS_CODES[status]}`, headers, text));
}

/** The token of a response, decoded. */
function tokenText(example: Example): string[] {
  const { token } = seenBy(example).reading;
  if (!token.ok) return [];
  const { header, payload, signatureBytes } = token.jws;
  return [
    `The token, decoded. Its signature has ${signatureBytes} bytes:`,
    fenced([header, payload].map((part) => JSON.stringify(part, null, 2)).join('\n'), 'json'),
  ];
}

/** A finding as the console shows it. */
export function findingSample(finding: Finding, caseId: string): string {
  const { rule, level, evidence: id, message: what, where, expected, actual } = finding;
  if (level === 'observation') return `${id.padEnd(6)}${clause(what)}: ${actual ?? 'seen'} (${caseId})`;
  const rows = Object.entries({
    where,
    expected,
    actual,
    evidence: `${id}: ${evidence[id].fact}`,
    source: evidence[id].source,
  });
  const lines = rows.filter(([, text]) => text !== undefined).map(([label, text]) => `  ${label.padEnd(8)}  ${text}`);
  return withoutTokens([`${level}  ${rule}: ${what}`, ...lines].join('\n'));
}

/** What a rule says of an example. */
export function exampleFindings(id: RuleId, example: Example): Finding[] {
  const { reading, context } = seenBy(example);
  return findingsOf(reading, context).filter(({ rule }) => rule === id);
}

function exampleSection(id: RuleId, word: string, example: Example): string[] {
  const findings = exampleFindings(id, example).map((finding) => findingSample(finding, example.case));
  return [
    `## ${word}: an API that ${example.name}`,
    fenced(requestText(example), 'http'),
    fenced(responseText(example), 'http'),
    ...tokenText(example),
    ...(findings.length > 0 ? ['What the console shows:', fenced(findings.join('\n'))] : []),
  ];
}

function furtherExamples(word: string, examples: readonly Example[]): string[] {
  if (examples.length === 0) return [];
  return [`## Also ${word}`, `An API that\n\n${examples.map(({ name }) => `- ${cell(name)}`).join('\n')}`];
}

function levels(id: EvidenceId): string {
  const [safe, unsafe] = [levelOf(id), levelOf(id, true)];
  return safe === unsafe ? safe : `${safe}; ${unsafe} if it is also unsafe`;
}

/** Whether findings in the examples name rows that the rule does not list: those of the case. */
const rowsOfCases = (id: RuleId, own: readonly EvidenceId[]): boolean =>
  ruleExamples[id].incorrect.some(({ findings }) => findings.some((finding) => !own.includes(finding.evidence)));

function evidenceTable(ids: readonly EvidenceId[]): string {
  return markdownTable(
    ['evidence', 'fact', 'source', 'strength', 'a difference is a'],
    ids.map((id) => {
      const { fact, source, strength }: Evidence = evidence[id];
      return [`[${id}](../evidence.md#${id.toLowerCase()})`, cell(fact), cell(source), strength, levels(id)];
    }),
  );
}

/** Links to rows of the evidence. */
export const rowLinks = (ids: readonly EvidenceId[]): string =>
  ids.map((row) => `[${row}](../evidence.md#${row.toLowerCase()})`).join(', ');

function rulePage({ id, title, evidence: ids }: (typeof rules)[number]): string {
  const { explanation, incorrect, correct } = ruleExamples[id];
  const [firstIncorrect, ...moreIncorrect] = incorrect;
  const [firstCorrect, ...moreCorrect] = correct;
  const records = firstIncorrect.findings[0].level === 'observation';
  const [bad, good] = records ? ['Recorded', 'Not recorded'] : ['Incorrect', 'Correct'];
  const sections = [
    generatedNote,
    `# ${id}`,
    '## What it checks',
    title,
    evidenceTable(ids),
    ...(rowsOfCases(id, ids) ? ['If the case is based on another row, the finding names that row.'] : []),
    '## Why it matters',
    explanation.why,
    '## What to do',
    explanation.remedy,
    ...exampleSection(id, bad, firstIncorrect),
    ...exampleSection(id, good, firstCorrect),
    ...furtherExamples(bad.toLowerCase(), moreIncorrect),
    ...furtherExamples(good.toLowerCase(), moreCorrect),
  ];
  return `${sections.join('\n\n')}\n`;
}

function indexPage(): string {
  const rows = rules.map(({ id, title, evidence: ids }) => [
    `[\`${id}\`](${id}.md)`,
    cell(title),
    rowLinks(ids),
    [...new Set(ruleExamples[id].incorrect.flatMap(({ findings }) => findings.map(({ level }) => level)))].join(', '),
  ]);
  const sections = [
    generatedNote,
    '# Rules',
    'Every response is checked by every rule that applies to it, in this order. A rule finds differences from the contract. How serious a difference is depends on the evidence. [Other rules](clients.md) judge the requests of clients.',
    markdownTable(['rule', 'what must be true', 'evidence', 'a difference is a'], rows),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** `docs/rules/`: a page for each rule, and a list of them, by path. */
export function rulePages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/rules/README.md', indexPage()],
    ...rules.map((rule) => [`docs/rules/${rule.id}.md`, rulePage(rule)] as const),
  ]);
}
