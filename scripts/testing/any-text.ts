import fc from 'fast-check';

const surrogates = 0x800;

/** Any text without halves of characters, as `fc.string({ unit: 'binary' })`, which takes a second to be made. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.nat(0x10ffff - surrogates))
  .map((points) => String.fromCodePoint(...points.map((point) => (point < 0xd800 ? point : point + surrogates))));
