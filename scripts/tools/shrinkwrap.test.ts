import lock from '../../package-lock.json';
import { shrinkwrap } from './shrinkwrap';

const { packages } = shrinkwrap(lock as unknown as Parameters<typeof shrinkwrap>[0]);

describe('the shrinkwrap of the published package', () => {
  it('has what users install, and nothing of developers', () => {
    const names = Object.keys(packages);
    expect(names).toEqual(
      expect.arrayContaining(['', 'node_modules/newman', 'node_modules/undici', 'node_modules/bullmq']),
    );
    expect(names.filter((name) => /node_modules\/(?:jest|typescript|@biomejs|ts-node)/.test(name))).toEqual([]);
    expect(packages['']).not.toHaveProperty('devDependencies');
  });

  it.each([
    ['node_modules/flatted', '3.4.4'],
    ['node_modules/handlebars', '4.7.10'],
    ['node_modules/lodash', '4.18.1'],
    ['node_modules/node-forge', '1.4.3'],
    ['node_modules/underscore', '1.13.8'],
    ['node_modules/postman-runtime/node_modules/jose', '4.15.9'],
  ])('has the fixed %s', (name, version) => {
    expect(packages[name]).toMatchObject({ version });
    const others = Object.keys(packages).filter((path) => path !== name && path.endsWith(`/${name}`));
    expect(others).toEqual([]);
  });

  it('has no package with a script at installation, and no optional one', () => {
    const entries = Object.entries(packages);
    expect(entries.filter(([, entry]) => 'hasInstallScript' in entry || 'optionalDependencies' in entry)).toEqual([]);
    expect(entries.filter(([name]) => name.includes('msgpackr-extract'))).toEqual([]);
    expect(packages['node_modules/msgpackr']).toMatchObject({ version: expect.any(String) });
  });
});
