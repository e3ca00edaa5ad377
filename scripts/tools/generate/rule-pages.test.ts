import { createColors } from 'picocolors';
import { cases } from '../../contract/index';
import { ruleExamples } from '../../judge/rules/examples';
import { rules } from '../../judge/rules/index';
import { viewOf } from '../../report/view';
import { failureLines, observationLines } from '../../reporters/console/finding-lines';
import { reportOf } from '../../testing/run-fixtures';
import { clientRulePage } from './client-rule-page';
import { evidenceDocument } from './evidence-doc';
import { exampleFindings, findingSample, rulePages } from './rule-pages';

const pages = rulePages();
const ids = rules.map(({ id }) => id);
const page = (id: string): string => pages.get(`docs/rules/${id}.md`) ?? '';
const index = page('README');
const links = (text: string): string[] => [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target ?? '');

describe('docs/rules/', () => {
  it('has a page for each rule and a list of them, and nothing else', () => {
    expect([...pages.keys()].sort()).toEqual(['README', ...ids].map((id) => `docs/rules/${id}.md`).sort());
    expect(links(index).filter((target) => !target.startsWith('../'))).toEqual(
      ['clients', ...ids].map((id) => `${id}.md`),
    );
  });

  it.each(ids)('describes what %s checks, why, and what to do, with an exchange of each kind', (id) => {
    const heads = [...page(id).matchAll(/^## ([^:\n]+)/gm)].map(([, head]) => head);
    expect(heads.slice(0, 3)).toEqual(['What it checks', 'Why it matters', 'What to do']);
    expect([
      ['Incorrect', 'Correct'],
      ['Recorded', 'Not recorded'],
    ]).toContainEqual(heads.slice(3, 5));
    for (const text of Object.values(ruleExamples[id].explanation)) {
      expect(text).toMatch(/^[A-Z].{20,}\.$/);
      expect(page(id)).toContain(text);
    }
    for (const { name } of [...ruleExamples[id].incorrect, ...ruleExamples[id].correct])
      expect(page(id)).toContain(name);
  });

  it.each(ids)('shows what %s finds as the console shows it', (id) => {
    const [example] = ruleExamples[id].incorrect;
    const findings = exampleFindings(id, example).map((each) => ({ ...each, rule: id }));
    const style = { colours: createColors(false), width: Number.POSITIVE_INFINITY };
    const report = reportOf({ header: { strict: true }, cases: [{ id: example.case, verdict: 'failed', findings }] });
    const shown =
      findings[0]?.level === 'observation'
        ? observationLines(viewOf(report), style)
            .slice(2)
            .map((line) => line.slice(2))
        : failureLines(report.cases[0]!, true, new Map(), style).map((line) => line.slice(6));
    expect(findings.flatMap((finding) => findingSample(finding, example.case).split('\n'))).toEqual(shown);
    expect(page(id)).toContain(shown.join('\n'));
  });

  it('has no broken link', () => {
    const anchors = [...evidenceDocument().matchAll(/^### (.+)$/gm)].map(
      ([, row]) => `../evidence.md#${row?.toLowerCase()}`,
    );
    const known = [...anchors, 'clients.md', ...ids.map((id) => `${id}.md`)];
    const ofClients = clientRulePage();
    const own = [...ofClients.matchAll(/^## (.+)$/gm)].map(([, id]) => `#${id}`);
    expect(links(ofClients).filter((target) => ![...anchors, ...own].includes(target))).toEqual([]);
    expect([...pages.values()].flatMap(links).filter((target) => !known.includes(target))).toEqual([]);
    const fromEvidence = links(evidenceDocument()).filter((target) => !target.startsWith('#'));
    expect(fromEvidence.length).toBeGreaterThan(ids.length);
    expect(fromEvidence.filter((target) => !pages.has(`docs/${target}`))).toEqual([]);
  });

  it('shows no token and no key', () => {
    expect([...pages.values()].join('\n')).not.toMatch(/eyJ|aW52/);
    expect(page('token-form')).toContain('{header}.{payload}.{signature}');
    expect(page('secret-echo')).toContain('The token {{managementToken}} has no scheme.');
  });

  it('has as many cells in each row of a table as in its head', () => {
    for (const [path, text] of pages) {
      const rows = text.split('\n').filter((line) => line.startsWith('|'));
      const cells = new Set(rows.map((line) => line.replaceAll('\\|', '').split('|').length));
      expect([path, [...cells]]).toEqual([path, [path.endsWith('README.md') ? 6 : 7]]);
    }
  });

  it('says if a finding names a row of the case', () => {
    const naming = ids.filter((id) => page(id).includes('the finding names that row'));
    expect(naming).toEqual(['status', 'refusal-token']);
  });

  it('shows requests that cases send', () => {
    const paths = new Set(cases.map(({ request }) => request.method));
    const methods = [...pages.values()].flatMap((text) =>
      [...text.matchAll(/```http\n([A-Z]+) \//g)].map(([, word]) => word),
    );
    expect(methods.length).toBe(2 * ids.length);
    expect(methods.filter((method) => !paths.has(method ?? ''))).toEqual([]);
  });
});
