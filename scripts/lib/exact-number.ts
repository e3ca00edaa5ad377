/** Parts of a number as JSON writes it. */
const form = /^(-?)(\d{1,400})(?:\.(\d{1,400}))?(?:[eE]([+-]?\d{1,10}))?$/;

/**
 * The same text for the same number, however it is written, with all its digits: "1.50", "15e-1" and "1.5" are one.
 * `undefined` if the text is not a number.
 */
export function exactNumber(text: string): string | undefined {
  const [, sign = '', whole, fraction = '', exponent = '0'] = form.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return significant === '' ? '0' : `${sign}${significant}e${power}`;
}

/** The numbers of a JSON text as they are written. */
export const numbersIn = (json: string): string[] =>
  [...json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|(?<number>-?\d[-+.\deE]*)/gs)].flatMap(
    ({ groups }) => groups?.number ?? [],
  );
