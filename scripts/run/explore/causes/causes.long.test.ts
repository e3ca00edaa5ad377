import { runMutant } from '../../../tools/mutants/run-mutant';
import { partNamed } from '../explore-id';

/** A fault that needs a condition, and the ids of its entries: its conditions, and what shows them. */
const named: readonly (readonly [fault: string, ...ids: RegExp[]])[] = [
  ['references-unchecked-when-media-type-utf-16', /^customer-ref=absent\+media-type=utf-16$/],
  ['references-unchecked-when-query-name-alone', /^customer-ref=absent\+query=name-alone$/],
  ['references-unchecked-when-body-escaped-names', /^customer-ref=absent\+escapes=escaped-names$/],
  ['caller-unchecked-when-path-leading-double-slash', /^credential=none\+path=leading-double-slash$/],
  ['caller-unchecked-when-path-trailing-space', /^credential=none\+path=trailing-space$/],
  ['caller-unchecked-when-context-internal', /^context=internal\+credential=none$/],
  ['500-when-body-byte-order-mark', /^encoding=byte-order-mark$/],
  ['500-when-body-unknown-numbers', /^extra=unknown-numbers$/],
  ['500-when-context-cookie', /^cookie=session$/],
  ['500-when-context-forwarded-for', /^forwarding=forwarded-for$/],
  ['500-when-negotiation-many', /^negotiation=many$/],
  ['500-when-correlation-empty', /^correlation=empty$/],
  ['500-when-method-override-delete', /^method=override-delete$/],
  ['500-when-value-dots-only', /^\w+-ref=dots-only$/],
  ['500-when-time-exponent', /^time=exponent\+call=management-token$/],
  ['refused-when-negotiation-weighted', /^negotiation=weighted$/],
  ['unauthorised-when-after-head', /^method=head>documented$/],
  ['unauthorised-when-after-options', /^method=options>documented$/],
  ['refused-when-after-large-body', /^spacing=mebibyte-of-space>documented$/],
  // A bad request that gets 409 contradicts other evidence than a valid one.
  ['conflict-when-at-once-same', /^together=2\+values=same$/, /^customer-ref=absent\+together=\d\+values=one-differs$/],
];

async function entriesOf(fault: string) {
  const report = await runMutant(fault, { explore: { kind: 'default' } });
  const explored = report.cases.filter(({ id }) => id.startsWith('explore:'));
  return {
    entries: explored.filter(({ id }) => !partNamed(id)),
    parts: explored.filter(({ id }) => partNamed(id)),
  };
}

describe('a fault that needs a condition is one entry for what it contradicts, which names the condition and nothing else', () => {
  it.each(named.map(([fault, ...ids]) => ({ fault, ids })))(
    '$fault',
    async ({ fault, ids }) => {
      const { entries, parts } = await entriesOf(fault);
      expect(entries.map((entry) => entry.id.slice('explore:'.length))).toEqual(
        ids.map((id) => expect.stringMatching(id)),
      );
      // The part says which entry it is and repeats no finding.
      expect(parts.flatMap(({ findings }) => findings)).toEqual([]);
      expect(parts.filter(({ verdict }) => verdict === 'failed').map(({ reason }) => reason)).toEqual([
        `1 cause found: ${entries[0]!.id}`,
      ]);
    },
    300_000,
  );

  it('is titled by its condition, what is wrong, and the request that shows it', async () => {
    const [entry] = (await entriesOf('references-unchecked-when-media-type-utf-16')).entries;
    expect(entry).toMatchObject({
      title:
        'With Content-Type: application/json; charset=utf-16, references are not checked: a request where customerRef is left out gets 201 with a token',
      reproduce: expect.stringContaining('--seed 1 --case explore:customer-ref=absent+media-type=utf-16'),
    });
    expect(entry!.exchanges.at(-1)?.response?.status).toBe(201);
  }, 300_000);
});

describe('a valid request that is refused for a condition of an inferred row', () => {
  it('is a deviation, although most requests with this condition have documented ones too', async () => {
    const { exitCode, cases } = await runMutant('customer-ref-upper-case-refused', { explore: { kind: 'default' } });
    const findings = cases.filter(({ id }) => id.startsWith('explore:')).flatMap((each) => each.findings);
    expect([exitCode, new Set(findings.map(({ level }) => level))]).toEqual([0, new Set(['deviation'])]);
  }, 120_000);
});
