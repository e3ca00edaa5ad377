import { hosts } from '../contract/hosts';
import { chooseTarget } from '../run/target';
import { targetArgument, targetKind } from './target';

describe('the target of a report', () => {
  it.each(['embedded', 'sandbox', 'production'])('is another server if its host is called %s', (name) => {
    const target = chooseTarget(`https://${name}`, undefined, false);
    expect(target).toMatchObject({ name, kind: 'custom' });
    expect(targetKind(target)).toBe('custom');
    expect(targetArgument(target)).toBe(`https://${name}`);
  });

  it.each([
    ['embedded', 'http://127.0.0.1:41234', 'embedded'],
    ['embedded', 'http://[::1]:41234', 'embedded'],
    ['embedded', 'https://embedded', 'custom'],
    ['sandbox', hosts.sandbox, 'sandbox'],
    ['production', `${hosts.production}/gateway`, 'production'],
    ['sandbox', 'anything', 'custom'],
  ])('is told by name and URL in a report of an earlier version: %s at %s', (name, baseUrl, kind) => {
    expect(targetKind({ name, baseUrl })).toBe(kind);
  });

  it.each([
    ['embedded', 'http://127.0.0.1:1', 'embedded'],
    ['sandbox', hosts.sandbox, 'sandbox'],
    ['sandbox', hosts.sandbox2019, hosts.sandbox2019],
    ['production', hosts.production, 'production'],
  ] as const)('is named by --target as before: %s at %s', (kind, baseUrl, option) => {
    expect(targetArgument({ name: 'any', kind, baseUrl })).toBe(option);
  });
});
