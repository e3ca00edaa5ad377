import { hostileText } from '../testing/hostile-text';
import { safeName } from './safe-name';

describe('the file name of a partner', () => {
  it.each([
    ['acme', 'acme'],
    ['acme-ltd.2', 'acme-ltd.2'],
    ['Acme Ltd', /^acme-ltd-[0-9a-f]{8}$/],
    ['../../etc/passwd', /^etc-passwd-[0-9a-f]{8}$/],
    ['.hidden', /^hidden-[0-9a-f]{8}$/],
    ['con', /^con-[0-9a-f]{8}$/],
    ['nul.txt', /^nul.txt-[0-9a-f]{8}$/],
    ['株式会社', /^partner-[0-9a-f]{8}$/],
    ['a/b\\c:d', /^a-b-c-d-[0-9a-f]{8}$/],
    ['x'.repeat(300), /^x{50}-[0-9a-f]{8}$/],
  ])('of %j is %s', (name, wanted) => {
    expect(safeName(name)).toEqual(typeof wanted === 'string' ? wanted : expect.stringMatching(wanted));
  });

  it('is safe for any name', () => {
    for (const [, name] of hostileText) expect(safeName(name)).toMatch(/^[a-z0-9][a-z0-9._-]{0,60}$/);
  });

  it('differs for different names, even on a case-insensitive file system', () => {
    const names = ['a', 'A', 'a ', 'a/', 'a\\', 'a-', safeName('A'), 'é', 'e', 'è'];
    expect(new Set(names.map((name) => safeName(name).toLowerCase())).size).toBe(names.length);
  });
});
