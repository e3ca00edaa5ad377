import type { CallId } from '../../contract/model';
import { factors } from '../../contract/model/factors';
import type { Factor } from '../../contract/model/factors/draft';
import { coveringRows } from './covering-array';

/** Factors that are not in the array: their levels would treble its rows. A run takes them in rotation. */
const inRotation = ['references', 'customer-ref', 'order-ref', 'instruction-ref'];

/** The levels of a factor with which a request may be accepted, and which leave all other factors their meaning. */
const neutral = ({ levels }: Factor): string[] =>
  levels.filter(({ alone, hides }) => alone !== 'refused' && !hides).map(({ id }) => id);

/** Rows in which every pair of the neutral levels of a call occurs. */
function coveringArray(call: CallId) {
  const own = factors[call].filter(({ id }) => !inRotation.includes(id));
  const columns = own
    .map((factor) => ({ id: factor.id, levels: neutral(factor) }))
    .filter(({ levels }) => levels.length > 1);
  return { factors: columns, rows: coveringRows(columns.map(({ levels }) => levels.length)) };
}

/** The covering arrays of all calls, as the text of `combinations.json`: a row a line. */
export function combinationsText(): string {
  const calls = Object.keys(factors) as CallId[];
  const arrays = calls.map((call) => {
    const { factors: columns, rows } = coveringArray(call);
    const lines = rows.map((row) => `      ${JSON.stringify(row)}`).join(',\n');
    return `  ${JSON.stringify(call)}: {\n    "factors": ${JSON.stringify(columns)},\n    "rows": [\n${lines}\n    ]\n  }`;
  });
  return `{\n${arrays.join(',\n')}\n}\n`;
}
