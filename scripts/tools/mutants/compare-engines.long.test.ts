import { compareEngines } from './compare-engines';

/** Of what can befall a request and its response on the wire each once; `mutants --engines` runs all servers. */
const servers = [
  ...['gzip', 'chunked', 'no-keep-alive', 'header-names-odd', 'reason-empty', 'extra-headers'],
  ...['rate-limited-until-a-date', 'unavailable-later', 'unauthorised-with-redirect'],
  ...[
    'body-gzip-unsaid',
    'large-body-204',
    'every-third-request-fails',
    'invalid-utf8-accepted',
    'rate-limited-each-second',
  ],
];

describe('both engines send the same requests and reach the same findings', () => {
  it('if the contract holds', async () => {
    const { report, differences } = await compareEngines(undefined);
    expect(differences).toEqual([]);
    expect([report.verdict, report.summary.passed]).toEqual(['held', report.cases.length]);
  });

  it.each(servers)('against the server %s', async (id) => {
    expect((await compareEngines(id)).differences).toEqual([]);
  });
});
