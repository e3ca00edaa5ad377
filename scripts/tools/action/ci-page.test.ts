import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { packageRoot } from '../../lib/package-root';
import { makeWorkplace, type Workplace } from '../../testing/cli';
import { type JenkinsNode, parseJenkinsfile } from '../../testing/jenkinsfile';

const page = readFileSync(join(packageRoot, 'docs/ci.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);
const [github = '', component = '', include = ''] = blocks('yaml');
const action = parse(readFileSync(join(packageRoot, 'action.yml'), 'utf8'));

describe('the workflow for GitHub', () => {
  const workflow = parse(github);

  it('uses inputs and outputs that the action has, with the least permissions', () => {
    const [own] = workflow.jobs.contract.steps;
    expect(Object.keys(own.with).filter((name) => !(name in action.inputs))).toEqual([]);
    const read = [...github.matchAll(/outputs\.([a-z-]+)/g)].map(([, name = '']) => name);
    expect(read.filter((name) => !(name in action.outputs))).toEqual([]);
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it('is described with every input and output', () => {
    const named = [...page.matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+) \|/gm)].flatMap(([, cell = '']) =>
      cell.split(', ').map((each) => each.replaceAll('`', '')),
    );
    expect(named.sort()).toEqual([...Object.keys(action.inputs), ...Object.keys(action.outputs)].sort());
  });
});

describe('the component for GitLab', () => {
  const [spec, jobs] = parseAllDocuments(component).map((document) => document.toJS());

  it('uses each of its inputs, and no other', () => {
    const used = [...component.matchAll(/\$\[\[ inputs\.(\w+) \]\]/g)].map(([, name]) => name);
    expect(used.sort()).toEqual(Object.keys(spec.spec.inputs).sort());
  });

  it('puts no input into a script', () => {
    const { script, artifacts } = jobs['payout-contract'];
    expect(script.filter((line: unknown) => typeof line !== 'string' || line.includes('$[['))).toEqual([]);
    expect(artifacts).toMatchObject({ when: 'always', reports: { junit: 'reports/payout-contract/junit.xml' } });
  });

  it('is included with inputs that it has', () => {
    const [{ inputs }] = parse(include).include;
    expect(Object.keys(inputs).filter((name) => !(name in spec.spec.inputs))).toEqual([]);
    expect(inputs.version).toMatch(new RegExp(spec.spec.inputs.version.regex));
  });
});

describe('the Jenkinsfile', () => {
  const [root, ...others] = parseJenkinsfile(blocks('groovy')[0] ?? '');
  const child = ({ children = [] }: JenkinsNode, name: string): JenkinsNode => {
    const found = children.find((each) => each.name === name);
    if (!found) throw new Error(`there is no ${name}`);
    return found;
  };

  it('is one declarative pipeline with sections that Jenkins knows', () => {
    expect([root?.name, others]).toEqual(['pipeline', []]);
    const known = ['agent', 'options', 'environment', 'stages', 'post', 'parameters', 'tools', 'triggers'];
    expect(root!.children!.filter(({ name }) => !known.includes(name))).toEqual([]);
    expect(child(root!, 'agent').args).toBe('any');
    for (const stage of child(root!, 'stages').children!)
      expect([stage.name, child(stage, 'steps').children!.length > 0]).toEqual(['stage', true]);
  });

  it('takes secrets from the store of Jenkins, and always keeps the reports', () => {
    const values = child(root!, 'environment').children!.map(({ args }) => args);
    expect(values.filter((each) => !/^= credentials \( '[\w-]+' \)$/.test(each))).toEqual([]);
    const { children } = child(child(root!, 'post'), 'always');
    expect(children!.map(({ name }) => name)).toEqual(['junit', 'archiveArtifacts']);
  });

  it.each([
    ['an open brace', 'pipeline {\n agent any'],
    ['an open string', "pipeline {\n sh 'x\n}"],
    ['brackets that do not match', 'pipeline {\n timeout(time: 3\n}'],
    ['a closing brace too many', 'pipeline {\n}\n}'],
  ])('would not be read with %s', (_what, text) => {
    expect(() => parseJenkinsfile(text)).toThrow();
  });
});

describe('every command line of docs/ci.md', () => {
  let place: Workplace;
  beforeAll(() => {
    place = makeWorkplace();
  });
  afterAll(() => place.remove());

  it('exists', async () => {
    const lines = [...page.matchAll(/payout-contract (run|report|check-credentials|fleet)([^`\n]*)/g)];
    expect(lines.length).toBeGreaterThan(2);
    for (const [, command = '', rest = ''] of lines) {
      const { stdout } = await place.run([command, '--help']);
      expect((rest.match(/--[a-z-]+/g) ?? []).filter((option) => !stdout.includes(option))).toEqual([]);
    }
  });
});
