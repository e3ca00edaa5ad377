import { cutMark, JsonScanner, type ScannedValue, type ScannerOptions, type ScanProblem } from './json-scanner';

/** Scans a text in pieces of so many bytes. */
function scan(text: string, options: Partial<ScannerOptions> = {}, size = 1) {
  const values: ScannedValue[] = [];
  const problems: ScanProblem[] = [];
  const scanner = new JsonScanner({
    wanted: (path) => path.join('/') === 'log/entries/*',
    onValue: (value) => values.push(value),
    onProblem: (problem) => problems.push(problem),
    longestString: 1000,
    longestValue: 10_000,
    ...options,
  });
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) scanner.push(bytes.subarray(start, start + size));
  scanner.end();
  return { values: values.map((each) => each.text && JSON.parse(each.text)), texts: values, problems };
}

describe.each([1, 2, 3, 7, 1000])('a scanner that gets %i bytes at a time', (size) => {
  it.each<readonly [string, string, readonly unknown[]]>([
    ['objects', '{"log":{"entries":[{"a":1},{"b":[1,2,{"c":"]}"}]}]}}', [{ a: 1 }, { b: [1, 2, { c: ']}' }] }]],
    ['no members', '{"log":{"entries":[]}}', []],
    ['scalars', '{"log":{"entries":[1,"two",null,true,-3.5e2 ]}}', [1, 'two', null, true, -350]],
    ['what comes before', '\n {"x":[{"entries":[1]}],"log": { "version":"1.2", "entries" : [ 2 ] } }', [2]],
    ['escapes', String.raw`{"log":{"entries":["\"\\\u0022\ud83d\ude00é\n"]}}`, ['"\\"😀é\n']],
    ['several texts', '{"log":{"entries":[1]}}\n{"log":{"entries":[2]}} ', [1, 2]],
    ['a name with an escape', String.raw`{"log":{"en\"tries":[1],"entries":[2]}}`, [2]],
  ])('finds %s', (_name, text, wanted) => {
    const { values, problems } = scan(text, {}, size);
    expect({ values, problems }).toEqual({ values: wanted, problems: [] });
  });

  it('cuts a long string between characters, and keeps what follows', () => {
    const long = 'é"\\\u0001'.repeat(500);
    const { values } = scan(
      JSON.stringify({ log: { entries: [{ long, after: 'kept' }, 2] } }),
      { longestString: 50 },
      size,
    );
    const [first, second] = values as [{ long: string; after: string }, number];
    expect(first.long.endsWith(cutMark)).toBe(true);
    expect(long.startsWith(first.long.slice(0, -cutMark.length))).toBe(true);
    expect([first.after, second]).toEqual(['kept', 2]);
  });

  it('leaves out a value that is too large, and goes on', () => {
    const { texts } = scan(JSON.stringify({ log: { entries: [[...'x'.repeat(9000)], 2] } }), {}, size);
    expect(texts.map(({ text, position }) => [position, text])).toEqual([
      [1, undefined],
      [2, '2'],
    ]);
  });

  it.each<readonly [string, string, number, ScanProblem]>([
    [
      'the end of the file',
      '{"log":{"entries":[1,2,{"a":"b',
      2,
      { message: 'it ends inside a value', ended: true, line: 1, column: 31, position: 3 },
    ],
    ['a missing comma', '{"log":{"entries":[1 2]}}', 1, { message: 'unexpected character', line: 1, column: 22 }],
    ['a wrong bracket', '{"log":{"entries":[1}}', 1, { message: 'unexpected character', line: 1, column: 21 }],
    ['no JSON', '<html>', 0, { message: 'unexpected character', line: 1, column: 1 }],
    ['a line break in a string', '{"log":"\n"}', 0, { message: 'a string holds a line break', line: 1, column: 9 }],
  ])('says where it stops: %s', (_name, text, count, wanted) => {
    const { values, problems } = scan(text, {}, size);
    expect([values.length, problems]).toEqual([count, [wanted]]);
  });

  it('tells the line and column of values and of mistakes', () => {
    const { texts, problems } = scan('{"log":\n {"entries": [\n\n  {"a":\n1},\n {"b": 2}\n  {"c": 3}', {}, size);
    expect(texts.map(({ line, column }) => [line, column])).toEqual([
      [4, 3],
      [6, 2],
    ]);
    expect(problems).toEqual([{ message: 'unexpected character', line: 7, column: 3 }]);
  });

  it('reads lines, and goes on after a broken one', () => {
    const text = '{"a":1}\r\n{"b":\n{"c":"x\n}{]\n\n[4]\n"five"\n6';
    const { values, problems } = scan(text, { lines: true, wanted: (path) => path.length === 0 }, size);
    expect(values).toEqual([{ a: 1 }, [4], 'five', 6]);
    expect(problems.map(({ message }) => message)).toEqual([
      'the line ends inside a value',
      'a string holds a line break',
      'unexpected character',
    ]);
  });
});

it('does not follow endless nesting', () => {
  const { problems } = scan('['.repeat(100_000), {}, 1000);
  expect(problems).toEqual([{ message: 'it is nested too deeply', line: 1, column: 2001 }]);
});
