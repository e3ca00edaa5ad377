import type { UserError } from '../user-error';
import { asideFile } from './v3-aside';
import { readV3 } from './v3-read';

const read = (files: Record<string, string>) => readV3(new Map(Object.entries(files)), 'mine');
const one = (text: string) => read({ 'a.request.yaml': text });
const http = '$kind: http-request\n';

describe('a mistake in a v3 collection', () => {
  it.each([
    ['metod: GET', '2:1', 'unknown key "metod" is ignored; did you mean "method"?'],
    ['event: []', '2:1', 'unknown key "event" is ignored; did you mean "scripts"?'],
    ['params: {}', '2:1', 'unknown key "params" is ignored; did you mean "queryParams"?'],
    ['body: {type: json, raw: "{}"}', '2:20', 'unknown key "raw" is ignored; did you mean "content"?'],
    ['headers:\n  - key: A\n    val: b', '4:5', 'unknown key "val" is ignored; did you mean "value"?'],
    ['something: else', '2:1', 'unknown key "something" is ignored'],
    ['"\\e[31m": else', '2:1', 'unknown key "\\u001b[31m" is ignored'],
    ['headers: {A: 400}', '2:14', 'headers "A" is not a text; put it in single quotes'],
    ['headers: {A: 0400}', '2:14', 'headers "A" is not a text; put it in single quotes'],
    [
      'scripts: [{type: "http:afterResponse", code: a}]',
      '2:18',
      'a script of this type never runs here, so it is ignored; did you mean "afterResponse"?',
    ],
    ['body: {mode: raw}', '2:8', 'unknown key "mode" is ignored; did you mean "type"?'],
    ["order: '7'", '2:8', 'order is a text; remove the quotes'],
    ['url: a?b=c\nqueryParams: {d: e}', '3:14', 'queryParams and the query of url differ; what is in either is sent'],
    [
      'auth: [{type: noauth}, {type: bearer}]',
      '2:24',
      'only the first of several auths is used, because Newman knows only one',
    ],
    ['examples: ./nowhere', '2:11', 'there are no examples in this folder of the collection'],
  ])('is a warning: %s', (text, place, message) => {
    const { warnings } = one(http + text);
    const [first] = warnings;
    expect(`${first?.file}:${first?.line}:${first?.column} ${first?.message}`).toBe(
      `a.request.yaml:${place} ${message}`,
    );
  });

  it('is a warning also in a definition', () => {
    const { warnings } = read({
      '.resources/definition.yaml': '$kind: collection\nscripts: [{type: afterResponse, code: a}]',
    });
    expect(warnings.map(({ message }) => message)).toEqual([
      'a script of this type never runs here, so it is ignored; did you mean "http:afterResponse"?',
    ]);
  });

  it.each([
    [`${http}url: {{baseUrl}}/a`, '2:6', 'a value begins with {{, which YAML reads as a map'],
    [`${http}url: {{baseUrl}}`, '2:7', 'a value begins with {{, which YAML reads as a map'],
    [`${http}headers:\n  - key: A\n    value: {{token}}`, '4:13', 'a value begins with {{, which YAML reads as a map'],
    [`${http}  url: a`, '1:8', 'not valid YAML'],
    [`${http}url: [a`, '2:8', 'not valid YAML'],
    [`${http}url: a\nurl: b`, '3:1', 'not valid YAML (duplicate key)'],
    [`${http}url: {a: b}`, '2:6', 'url must be a text, but is a map'],
    [`${http}scripts: code`, '2:10', 'scripts must be a list, but is a single value'],
    [`${http}order: soon`, '2:8', 'order must be a number'],
    [`${http}body: {type: josn, content: ""}`, '2:14', 'the type of a body is unknown'],
    [`${http}settings: {strictSSL: no}`, '2:23', 'strictSSL must be true or false'],
    ['$kind: http-requst', '1:8', '"http-requst" is not a kind of request'],
    ['- a', '1:1', 'the file must be a map, but is a list'],
    [`${http}a: *b`, '2:4', 'an alias has no anchor'],
  ])('is an error with line and column: %j', (text, place, message) => {
    let error: UserError | undefined;
    try {
      one(text);
    } catch (thrown) {
      error = thrown as UserError;
    }
    expect(error?.name).toBe('UserError');
    expect(error?.message).toContain(`a.request.yaml:${place}: ${message}`);
    expect(error?.remedy).toEqual(expect.any(String));
  });

  it('does not hide the mistakes in other files', () => {
    expect(() => read({ 'a.request.yaml': 'a: [', 'f/b.request.yaml': `${http}order: x` })).toThrow(
      /a\.request\.yaml:1:.*f\/b\.request\.yaml:2:8/,
    );
  });

  it('does not quote what may be a secret', () => {
    expect(() => one(`${http}headers: "s3cret: [`)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('s3cret') }),
    );
  });
});

describe('a hostile v3 collection', () => {
  it('cannot fill the memory with aliases', () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) => `a${level}: &a${level} [${Array(9).fill(level ? `*a${level - 1}` : 'x')}]`,
    );
    expect(() => one(`${http}headers:\n${levels.map((line) => `  ${line}`).join('\n')}`)).toThrow(/too many values/);
  });

  it('cannot have too many values', () => {
    expect(() => one(`${http}headers:\n${'- a\n'.repeat(600_000)}`)).toThrow(
      /a\.request\.yaml:1:1: .* too many values/,
    );
  });

  it.each([['['], ['{a: '], ['- ']])('cannot be too deep: %s', (opening) => {
    expect(() => one(`${http}headers: ${opening.repeat(20_000)}`)).toThrow(
      expect.objectContaining({ name: 'UserError' }),
    );
  });

  it('cannot reach prototypes', () => {
    const text = `${http}headers: {__proto__: a, constructor: b}\nauth: {type: __proto__, credentials: {__proto__: {polluted: yes}}}`;
    const { collection } = read({
      'a.request.yaml': text,
      '__proto__/b.request.yaml': http,
      [asideFile]: JSON.stringify({ 'a.request.yaml': [{ at: '/__proto__/polluted', '2.1': 'yes' }] }),
    });
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
    expect(collection.item.map(({ name }) => name)).toEqual(['__proto__', 'a']);
    expect(collection.item[1]!.request).toMatchObject({
      header: [
        { key: '__proto__', value: 'a' },
        { key: 'constructor', value: 'b' },
      ],
    });
  });
});
