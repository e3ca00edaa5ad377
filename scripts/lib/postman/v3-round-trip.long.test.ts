import fc from 'fast-check';
import { canonical } from './canonical';
import { differences } from './difference';
import { anyCollection } from './testing/collections';
import { asideFile } from './v3-aside';
import { readV3 } from './v3-read';
import { writeV3 } from './v3-write';

/** As JSON has it: what is not JSON is not part of a collection. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a collection in format 2.1', () => {
  it('is the same after the way to v3 and back', () => {
    fc.assert(
      fc.property(anyCollection, (collection) => {
        const { files } = writeV3(collection);
        const back = readV3(files, '');
        expect(back.warnings).toEqual([]);
        expect(differences(asJson(back.collection), asJson(canonical(collection)))).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it('becomes files whose names every system can hold, unique without regard to case', () => {
    fc.assert(
      fc.property(anyCollection, (collection) => {
        const paths = [...writeV3(collection).files.keys()];
        const folded = paths.map((path) => path.normalize('NFKC').toUpperCase().toLowerCase());
        expect(new Set(folded).size).toBe(paths.length);
        for (const name of paths.flatMap((path) => path.split('/'))) {
          expect(Buffer.byteLength(name)).toBeLessThan(200);
          expect(name).not.toMatch(/[\\:*?"<>|\p{Cc}\p{Cs}]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu);
          if (name.startsWith('.')) expect(name).toBe('.resources');
        }
      }),
      { numRuns: 80 },
    );
  });

  it('becomes YAML that says everything without what was kept aside, except what v3 has no place for', () => {
    fc.assert(
      fc.property(anyCollection, (collection) => {
        const { files, aside } = writeV3(collection);
        const back = readV3(new Map([...files].filter(([path]) => path !== asideFile)), '');
        const lost = differences(asJson(back.collection), asJson(canonical(collection)));
        expect(lost.length > 0).toBe(aside.size > 0);
      }),
      { numRuns: 50 },
    );
  });
});
