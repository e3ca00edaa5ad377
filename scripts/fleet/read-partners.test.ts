import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';
import { cpuMs } from '../testing/cpu-time';
import { partnersSchema } from './partners-schema';
import { readPartners, type TargetCheck } from './read-partners';

const secret = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0';
const key = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=';
const isValid = new Ajv2020({ strict: true }).compile(partnersSchema);
const head = 'target: sandbox\npartners:\n';

const good: readonly (readonly [string, string])[] = [
  [
    'a partner with its key in the environment',
    `${head}  - name: Acme\n    publicKey: one\n    privateKey: {env: ACME}\n`,
  ],
  ['a partner with its key in a file', `${head}  - {name: Acme, privateKey: {file: a.key}, publicKey: {env: PUB}}\n`],
  [
    'a target of its own',
    'partners:\n  - name: Acme\n    target: https://acme.example\n    managementToken: {env: T}\n',
  ],
  ['keys shared by an alias', `${head}  - {name: A, privateKey: &key {env: KEY}}\n  - {name: B, privateKey: *key}\n`],
  ['a byte order mark', `\uFEFF${head}  - {name: Acme, managementToken: {env: T}}\n`],
  ['a name of any characters', `${head}  - name: "../../etc/passwd\\n\\u001b[2J"\n`],
];

/** `false`: what a schema cannot say. */
const bad: [what: string, text: string, message: string, schemaAgrees?: boolean][] = [
  [
    'an inline private key',
    `${head}  - name: Acme\n    publicKey: x\n    privateKey: ${secret}\n`,
    'partners.yaml:5:17: partner "Acme": privateKey must look like {"env":"NAME"} or {"file":"path"}',
  ],
  [
    'an inline token',
    `${head}  - name: Acme\n    managementToken: ${secret}\n`,
    'partners.yaml:4:22: partner "Acme": managementToken must look like {"env":"NAME"} or {"file":"path"}',
  ],
  [
    'an inline expired token in quotes',
    `${head}  - name: Acme\n    expiredToken: "${secret}"\n`,
    'partners.yaml:4:19: partner "Acme": expiredToken must look like {"env":"NAME"} or {"file":"path"}',
  ],
  [
    'a private key in two places',
    `${head}  - name: A\n    privateKey: {env: A, file: a}\n`,
    'partners.yaml:4:17: partner "A": privateKey must look like {"env":"NAME"} or {"file":"path"}',
  ],
  [
    'a value in place of a reference',
    `${head}  - name: A\n    privateKey: {value: ${secret}}\n`,
    'partners.yaml:4:17: partner "A": privateKey must look like {"env":"NAME"} or {"file":"path"}',
  ],
  [
    'a secret in place of a variable',
    `${head}  - name: A\n    privateKey: {env: "${secret}=="}\n`,
    'partners.yaml:4:23: partner "A": privateKey.env must look like "ACME_PRIVATE_KEY"',
  ],
  [
    'a private key as the public one',
    `${head}  - name: A\n    publicKey: ${key}\n`,
    'partners.yaml:4:16: partner "A": publicKey looks like a secret',
    false,
  ],
  [
    'an unknown key',
    `${head}  - name: A\n    secretKey: ${secret}\n`,
    'partners.yaml:4:5: partner "A": the entry has an unknown property "secretKey"',
  ],
  [
    'a name of two partners',
    `${head}  - name: A\n  - name: B\n  - name: A\n`,
    'partners.yaml:5:5: partner "A": the entry has the name of the partner at partners.yaml:3:5',
    false,
  ],
  [
    'names that look the same',
    `${head}  - name: "e\\u0301"\n  - name: "\\u00e9"\n`,
    'partners.yaml:4:5: partner',
    false,
  ],
  [
    'a key twice',
    `${head}  - name: A\n    name: ${secret}\n`,
    'partners.yaml:4:5: not valid YAML (duplicate key)',
    false,
  ],
  [
    'broken YAML',
    `${head}  - name: "A\n    privateKey: ${secret}\n`,
    'partners.yaml:5:1: not valid YAML (missing char)',
    false,
  ],
  ['a tab', `${head}\t- name: ${secret}\n`, 'partners.yaml:3:1: not valid YAML', false],
  [
    'a tag',
    `${head}  - name: !!js/function ${secret}\n`,
    'partners.yaml:3:11: not valid YAML (tag resolve failed)',
    false,
  ],
  [
    'an alias without an anchor',
    `${head}  - name: *a\n`,
    'partners.yaml:3:11: the alias has no anchor above it',
    false,
  ],
  ['no name', `${head}  - publicKey: x\n`, 'partners.yaml:3:5: partner 1: name is missing'],
  ['an empty name', `${head}  - name: ""\n`, 'partners.yaml:3:11: partner 1: name must look like "Acme"'],
  ['a number for a name', `${head}  - name: 12\n`, 'partners.yaml:3:11: partner 1: name must be a string'],
  ['no target', 'partners:\n  - name: A\n', 'partners.yaml:2:5: partner "A": target is missing', false],
  [
    'an id that is a number',
    `${head}  - name: A\n    accountId: 12\n`,
    'partners.yaml:4:16: partner "A": accountId must be a string',
  ],
  [
    'mistakes in two places',
    `${head}  - name: A\n    tenantId: 1\n  - name: B\n    privateKy: {env: KEY}\n`,
    'partners.yaml has 2 mistakes\n  partners.yaml:4:15: partner "A": tenantId must be a string\n  partners.yaml:6:5: partner "B": the entry has an unknown property "privateKy"; did you mean "privateKey"?',
  ],
  ['no partners', 'target: sandbox\n', 'partners.yaml:1:1: partners is missing'],
  ['an empty list', 'partners: []\n', 'partners.yaml:1:11: partners must not be empty'],
  ['an empty file', '', 'partners.yaml: the file must be an object'],
  ['a list alone', '- name: A\n', 'partners.yaml:1:1: the file must be an object'],
  ['an entry that is text', `${head}  - ${secret}\n`, 'partners.yaml:3:5: partner 1: the entry must be an object'],
  [
    'an additional key',
    `${head}  - name: A\nother: ${secret}\n`,
    'partners.yaml:4:1: the file has an unknown property "other"',
  ],
];

describe('partners.yaml', () => {
  it.each(good)('may contain %s', (_, text) => {
    expect(readPartners(text, 'partners.yaml').length).toBeGreaterThan(0);
    expect(isValid(parse(text))).toBe(true);
  });

  it.each(bad.map(([what, text, message, agrees = true]) => [what, text, message, agrees] as const))(
    'may not contain %s, and the error names file, line and column',
    (_, text, message, schemaAgrees) => {
      let error = new Error('nothing was thrown');
      try {
        readPartners(text, 'partners.yaml');
      } catch (thrown) {
        error = thrown as Error;
      }
      expect(error).toMatchObject({ name: 'UserError', message: expect.stringContaining(message) });
      expect(error.message.split('\n').slice(1)).toEqual(error.message.match(/(?<=\n) {2}partners\.yaml:.*/g) ?? []);
      expect(`${error.message} ${(error as { remedy?: string }).remedy}`).not.toContain(secret.slice(0, 9));
      if (schemaAgrees) expect(isValid(parse(text) ?? null)).toBe(false);
    },
  );

  it('names every mistake at once, also in an entry that the schema accepts and in YAML itself', () => {
    const read = (text: string, allows?: TargetCheck): string[] => {
      try {
        readPartners(text, 'p', allows);
        return [];
      } catch (error) {
        return (error as Error).message.split('\n');
      }
    };
    const no: TargetCheck = (target) =>
      target === 'far' ? { text: 'its target is far', next: 'go nearer' } : undefined;
    const text = `${head}  - {name: A, tenantId: 1}\n  - {name: B, target: far}\n  - {name: B, publicKey: "${key}"}\n`;
    expect(read(text, no)).toEqual([
      'p has 4 mistakes',
      '  p:3:25: partner "A": tenantId must be a string',
      '  p:4:23: partner "B": its target is far; go nearer',
      expect.stringMatching(/^ {2}p:5:26: partner "B": publicKey looks like a secret/),
      '  p:5:5: partner "B": the entry has the name of the partner at p:4:5',
    ]);
    expect(read(`${head}  - {name: A, name: A}\n  - {name: B, name: B}\n`)).toEqual([
      'p has 2 mistakes',
      '  p:3:15: not valid YAML (duplicate key)',
      '  p:4:15: not valid YAML (duplicate key)',
    ]);
    const many = Array.from({ length: 300 }, (_, at) => `  - {name: ${at}}\n`).join('');
    expect(read(head + many)).toEqual(expect.arrayContaining(['p has 300 mistakes', '  and 100 more']));
  });

  it('takes little time for a map of many keys', () => {
    const keys = Array.from({ length: 30_000 }, (_, at) => `k${at}: 1\n`).join('');
    const spentMs = cpuMs(() => expect(() => readPartners(keys, 'p')).toThrow(/^p has 3000\d mistakes/));
    expect(spentMs).toBeLessThan(15_000);
  });

  it('uses the target of the file if a partner has none', () => {
    const text = `target: sandbox\npartners: [{name: A}, {name: B, target: production}]\n`;
    expect(readPartners(text, 'p')).toEqual([
      { name: 'A', target: 'sandbox' },
      { name: 'B', target: 'production' },
    ]);
  });

  it.each([
    [
      'aliases of aliases',
      `${Array.from(
        { length: 12 },
        (_, n) =>
          `a${n}: &a${n} [${
            n === 0
              ? 'x'
              : Array(10)
                  .fill(`*a${n - 1}`)
                  .join(', ')
          }]`,
      ).join('\n')}\npartners: *a11\n`,
    ],
    ['deep nesting', `partners: ${'['.repeat(20_000)}`],
  ])('refuses %s', (_, text) => {
    expect(() => readPartners(text, 'partners.yaml')).toThrow(/^partners\.yaml/);
  });

  it('is read with ten thousand partners', () => {
    const entries = Array.from({ length: 10_000 }, (_, n) => `  - {name: Partner ${n}, privateKey: {env: KEY}}`);
    expect(readPartners(`${head}${entries.join('\n')}\n`, 'p')).toHaveLength(10_000);
  });
});
