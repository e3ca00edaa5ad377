import { evidence } from '../../contract/evidence';
import { cases } from '../../contract/index';
import { uncovered } from '../../contract/uncovered';
import { rules } from '../../judge/rules';
import { evidenceDocument } from './evidence-doc';

const text = evidenceDocument();
const section = (id: string): string => text.split(`\n### ${id}\n`)[1]?.split('\n#')[0] ?? '';

describe('docs/evidence.md', () => {
  it('has a line in the overview and a section for every row', () => {
    for (const id of Object.keys(evidence)) {
      expect(text).toContain(`\n| [${id}](#${id.toLowerCase()}) |`);
      expect(section(id)).toContain('*: ');
    }
  });

  it('names every case and every rule that uses a row', () => {
    for (const { id, evidence: ids } of [...cases, ...rules]) {
      for (const row of ids) expect(section(row)).toContain(`\`${id}\``);
    }
  });

  it('says why a row is not used', () => {
    for (const [id, reason] of Object.entries(uncovered)) {
      expect(section(id)).toContain(`No case or rule covers this row. ${reason}`);
    }
  });

  it('says what a difference from each strength means', () => {
    expect(text).toMatch(/\*\*documented\*\* .* violation: fails the run \|/);
    expect(text).toMatch(/\*\*inferred\*\* .* deviation: .*; violation if the difference is also unsafe \|/);
    expect(text).toMatch(/\*\*advisory\*\* .* warning: /);
    expect(text).toMatch(/\*\*open\*\* .* observation: /);
  });

  it('has as many cells in each row of a table as in its head', () => {
    const cells = text
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.replaceAll('\\|', '').split('|').length);
    expect(new Set(cells)).toEqual(new Set([5, 7]));
  });
});
