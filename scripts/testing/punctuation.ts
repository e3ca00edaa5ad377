/** Places where two sentences or lists were joined carelessly, as in "is it right?." or "the file.: not found". */
export const doubledPunctuation = (text: string): string[] =>
  text.match(/.{0,30}(?<![.\s"'`(]|e\.g|i\.e|etc)[.?!:;,][.;:,](?=\s|$)/gm) ?? [];
