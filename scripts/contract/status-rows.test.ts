import { diagnoses } from '../credentials/diagnoses';
import { steps } from '../credentials/steps';
import { clientRules } from '../judge/client/rules';
import { rules } from '../judge/rules';
import { faults } from '../sandbox/faults';
import { openApiDocument } from '../tools/generate/openapi';
import { type EvidenceId, rowOfStatus } from './evidence';
import { cases } from './index';

/** What quotes the list of all statuses (E1), because no row is about its status alone. */
const quotesAll: readonly string[] = [
  // 402 and 409 have no row of their own.
  ...['RequestFailed', 'Conflict'],
  // A redirect, and any other status that the list does not have.
  ...['status', 'refusal-token', 'answer-unexpected'],
];

interface Quoting {
  readonly id: string;
  /** What people read beside the rows. */
  readonly text: string;
  readonly evidence: readonly string[];
}

const quoting: readonly Quoting[] = [
  ...Object.entries(diagnoses).map(([id, { title, remedy, evidence }]) => ({
    id,
    text: `${title}: ${remedy}`,
    evidence,
  })),
  ...[...steps, ...rules, ...clientRules].map(({ id, title, evidence }) => ({ id, text: title, evidence })),
  ...faults.map(({ id, title, evidence }) => ({ id, text: title, evidence })),
  ...cases.map(({ id, title, evidence, expect: { evidence: row } }) => ({
    id,
    text: title,
    evidence: [...evidence, row],
  })),
  ...Object.entries(openApiDocument().components?.responses ?? {}).map(([id, response]) => {
    const { description, 'x-evidence': evidence } = response as { description: string; 'x-evidence': string[] };
    return { id, text: description, evidence };
  }),
];

/** The rows about the statuses that a text names: `403`, `5xx`. */
const rowsNamed = (text: string): EvidenceId[] =>
  [...text.matchAll(/\b(?:[45]\d\d|5xx)\b/g)]
    .map(([status]) => rowOfStatus(status === '5xx' ? 500 : Number(status)))
    .filter((row) => row !== 'E1');

describe('the rows about statuses', () => {
  it('are quoted instead of the list of all statuses (E1), except where none of them fits', () => {
    const all = quoting.filter(({ evidence }) => evidence.includes('E1')).map(({ id }) => id);
    expect(all.toSorted()).toEqual(quotesAll.toSorted());
  });

  it('are quoted by each diagnosis whose text names their status', () => {
    const named = Object.entries(diagnoses).map(([id, { title, evidence }]) => ({
      id,
      rows: rowsNamed(title),
      evidence,
    }));
    expect(named.filter(({ rows }) => rows.length > 0).map(({ id }) => id)).toContain('server-error');
    expect(named.filter(({ rows, evidence }) => !rows.every((row) => evidence.includes(row)))).toEqual([]);
  });
});
