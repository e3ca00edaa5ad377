import type { ChosenLevel } from '../../../contract/model/factors/compose';
import { referenceClasses } from '../../../contract/model/factors/reference-classes';
import { isReference } from '../levels';

/** Levels of one factor that a server is likely to treat alike, and what they have in common as a condition. */
interface LevelFamily {
  /** The id of the factor; `reference` is any of the three references. */
  readonly of: string;
  /** The ids of the levels. Without them, it is every level of the factor that does not have to be refused. */
  readonly levels?: readonly string[];
  readonly title: string;
}

const family = (of: string, title: string, levels?: string): LevelFamily => ({
  ...{ of, title },
  ...(levels !== undefined && { levels: levels.split(' ') }),
});

/** From the narrowest to the widest of each factor: the first that holds all failing levels and no other is named. */
export const levelFamilies: readonly LevelFamily[] = [
  family('reference', 'where {reference} has more than 250 characters', 'length-256 length-8000'),
  family(
    'reference',
    'where {reference} is longer than allowed',
    'length-51 length-256 length-8000 long-in-parts long-and-invalid',
  ),
  family('reference', 'where {reference} is missing', 'absent null empty'),
  family('reference', 'where {reference} is an array', 'array empty-array'),
  family('reference', 'where {reference} is an object', 'object object-of-values empty-object'),
  family(
    'reference',
    'where {reference} is an array or an object',
    'array empty-array object object-of-values empty-object',
  ),
  family('reference', 'where {reference} is a number', 'number number-with-fraction'),
  family(
    'reference',
    'where {reference} is not a string',
    'number number-with-fraction boolean array empty-array object object-of-values empty-object',
  ),
  family('reference', 'where {reference} is very short', 'length-1 length-2'),
  family('reference', 'where {reference} is nearly as long as allowed', 'length-49 length-50'),
  family('reference', 'where {reference} looks like an integer', 'int32 int64 leading-zero digits'),
  family('reference', 'where {reference} looks like a number', 'int32 int64 exponent decimal leading-zero digits'),
  family('reference', 'where {reference} looks like a date', 'date no-date'),
  family('reference', 'where {reference} is a word that languages reserve', 'boolean-word yaml-boolean null-word'),
  family('reference', 'where {reference} is the name of an inherited property', 'proto constructor'),
  family('reference', 'where {reference} is a GUID', 'guid guid-upper'),
  family('reference', 'where {reference} has signs only', 'dots-only hyphens-only underscores-only'),
  family(
    'reference',
    'where {reference} begins with a sign',
    'hyphens underscores dots dots-only hyphens-only underscores-only option',
  ),
  family('reference', 'where {reference} has upper-case letters', 'upper mixed guid-upper'),
  family(
    'reference',
    'where {reference} has a letter outside ASCII',
    'upper-letter lower-letter title-letter other-letter folding turkish-folding astral wide',
  ),
  family('references', 'with two equal references', 'two-equal two-equal-last two-equal-outer two-equal-full'),
  family('references', 'with three equal references', 'all-equal all-equal-1 all-equal-50'),
  family(
    'references',
    'with equal references',
    'two-equal two-equal-last two-equal-outer two-equal-full all-equal all-equal-1 all-equal-50',
  ),
  family(
    'references',
    'with two references that are equal but for case',
    'equal-but-case equal-but-case-last equal-but-case-outer',
  ),
  family(
    'references',
    'where one reference begins with another',
    'prefix prefix-last prefix-outer numbered numbered-last numbered-outer',
  ),
  family('references', 'with long references', 'long-together jointly-long all-equal-50'),
  family('query', 'with a query'),
  family('path', 'with another spelling of the path'),
  family('path', 'with more slashes in the path', 'trailing-slash double-slash leading-double-slash'),
  family('path', 'with capital letters in the path', 'upper-case capital'),
  family('path', 'with an escape in the path', 'encoded-letter encoded-slash trailing-space trailing-nul backslash'),
  family('media-type', 'with another charset', 'utf-16 latin-1 unknown-charset us-ascii'),
  family(
    'media-type',
    'with a malformed parameter of the media type',
    'empty-parameter malformed-parameter unclosed-parameter',
  ),
  family(
    'media-type',
    'with a parameter of the media type',
    'utf-8 utf-8-quoted utf-16 latin-1 unknown-charset us-ascii boundary parameter empty-parameter malformed-parameter unclosed-parameter',
  ),
  family('media-type', 'with another type of JSON', 'suffix text-json patch'),
  family('media-type', 'with another media type'),
  family('transfer', 'with the body in chunks', 'chunked expect-chunked'),
  family('transfer', 'with Expect: 100-continue', 'expect expect-chunked'),
  family('coding', 'with Content-Encoding'),
  family('negotiation', 'with Accept'),
  family('language', 'with Accept-Language'),
  family('accept-coding', 'with Accept-Encoding'),
  family('client', 'with another client'),
  family('origin', 'with Origin', 'origin origin-null'),
  family('origin', 'with the headers of a browser'),
  family('cookie', 'with a cookie'),
  family('forwarding', 'with Forwarded', 'forwarded forwarded-malformed'),
  family('forwarding', 'with X-Forwarded-For', 'forwarded-for forwarded-for-loopback forwarded-for-malformed'),
  family('forwarding', 'with the headers of a proxy'),
  family('tracing', 'with traceparent', 'traceparent traceparent-malformed traceparent-zero'),
  family('tracing', 'with the headers of tracing'),
  family('conditional', 'with a condition of the response'),
  family('odd-header', 'with an odd header'),
  family('correlation', 'with a GUID as correlation id', 'guid guid-upper'),
  family('correlation', 'with a long correlation id', 'length-64 long'),
  family(
    'correlation',
    'with a correlation id that is not a GUID',
    'short digits mixed hex length-64 punctuation long spaces non-ascii',
  ),
  family('correlation', 'with a correlation id'),
  family('owner', 'with an account and a tenant'),
  family('extra', 'with unknown properties'),
  family('extra-names', 'with a property of an odd name'),
  family('names', 'with names in another case', 'lower-case-names upper-case-names capital-names'),
  family('names', 'with a property twice', 'repeated repeated-other second-spelling second-spelling-first'),
  family('order', 'with the properties in another order'),
  family('escapes', 'with escapes in the JSON'),
  family('syntax', 'with JSON that is not strict'),
  family('spacing', 'with white space in the JSON'),
  family('body', 'with something after the body', 'trailing-text trailing-nul trailing-object trailing-brace'),
  family('body', 'with an array as the body', 'empty-array array array-of-references array-of-odd-values'),
  family('body', 'with a number as the body', 'number float'),
  family(
    'body',
    'with JSON that is not an object',
    'empty-array array array-of-references array-of-odd-values string json-in-string number float true null',
  ),
  family('body', 'with a body that is not JSON', 'unclosed text truncated brace form xml nul bytes'),
  family(
    'credential',
    'with a token that says alg none',
    'forged-alg-none forged-alg-none-capital forged-alg-none-upper forged-alg-none-mixed forged-no-exp-unsigned',
  ),
  family('credential', 'with a token without a signature', 'forged-no-signature forged-two-segments'),
  family('credential', 'with a key in the header of the token', 'forged-jwk forged-jwk-kid'),
  family(
    'credential',
    'with a kid in the header of the token',
    'forged-kid-number forged-kid-file forged-kid-unknown forged-kid-sql',
  ),
  family(
    'credential',
    'with a token whose exp is unusual',
    'forged-later-exp forged-exp-text forged-exp-huge forged-exp-fraction',
  ),
  family(
    'credential',
    'with a token of too many segments',
    'forged-four-segments forged-five-segments forged-many-dots',
  ),
  family(
    'credential',
    'with a token under another algorithm',
    'forged-alg-hs512 forged-alg-ps512 forged-alg-rs256 forged-alg-unknown forged-alg-es256-zero forged-alg-other-case forged-alg-number forged-no-alg',
  ),
  family('transport', 'with the scheme in another case', 'lower-case upper-case mixed-case'),
  family('transport', 'with the credential in the query', 'query query-token'),
  family('transport', 'with the credential in a cookie', 'cookie cookie-authorization'),
  family(
    'method',
    'with another method',
    'get head put patch delete options trace propfind get-with-body get-with-query',
  ),
  family(
    'method',
    'with a header that overrides the method',
    'override-get override-put override-options override-head override-patch override-delete',
  ),
  family('time', 'with a fraction in the time', 'fraction fraction-zero fraction-1 fraction-6'),
  family('nonce', 'with a nonce that is not a GUID'),
  family('key', 'with the public key in another form', 'other-case no-hyphens braces'),
];

const factorOf = ({ factor }: ChosenLevel): string => (isReference(factor) ? 'reference' : factor.id);

const fills = (title: string, names: readonly string[]): string =>
  title.replace('{reference}', names.length === 1 ? names[0]! : 'a reference');

/** The title of a level; of a level of several references, as one of any of them. */
function plainTitle({ factor, level }: ChosenLevel, isOfAny: boolean): string {
  const own = isOfAny && isReference(factor) ? referenceClasses.find(({ id }) => id === level.id) : undefined;
  return own ? `where a reference ${own.title}` : level.title;
}

const orderOf = ({ factor, level }: ChosenLevel): number => factor.levels.indexOf(level);

/** How many levels are named, of those that have nothing in common. */
const mostNamed = 3;

/**
 * Levels of one factor in words, as one condition.
 *
 * @param failing the levels under which something goes wrong
 * @param fine those under which it was seen to go well
 */
export function levelsInWords(failing: readonly [ChosenLevel, ...ChosenLevel[]], fine: readonly ChosenLevel[]): string {
  const [first] = failing;
  const ids = new Set(failing.map(({ level }) => level.id));
  const names = [...new Set(failing.map(({ factor }) => factor.title))];
  if (ids.size > 1) {
    const family = levelFamilies.find(({ of, levels }) => {
      if (of !== factorOf(first)) return false;
      const isIn = ({ level }: ChosenLevel) => levels?.includes(level.id) ?? level.alone !== 'refused';
      // Two of many could be chance.
      const enough = Math.min(3, Math.max(2, Math.ceil((levels ?? first.factor.levels.slice(1)).length / 2)));
      return ids.size >= enough && failing.every(isIn) && !fine.some(isIn);
    });
    if (family) return fills(family.title, names);
  }
  const inOrder = [...failing].sort((one, other) => orderOf(one) - orderOf(other));
  const titles = [...new Set(inOrder.map((each) => plainTitle(each, names.length > 1)))];
  const more = titles.length - mostNamed;
  const named = titles.slice(0, mostNamed);
  if (more > 0)
    return `${named.join(', ')} or ${more === 1 ? 'one other such condition' : `${more} other such conditions`}`;
  return named.join(' or ');
}
