/** In characters. What a page says is at its beginning, and the patterns below take more time for longer texts. */
const longestPage = 32 * 1024;

const names: Readonly<Record<string, string>> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function characterOf(reference: string, name: string): string {
  const number = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name);
  if (!number) return names[name.toLowerCase()] ?? reference;
  const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
}

const oneLine = (markup: string): string =>
  markup
    .replace(/<!--[\s\S]*?-->|<(style|script|title|svg)\b[\s\S]*?<\/\1>|<[a-z/!?][^>]*(?:>|$)/gi, ' ')
    .replace(/&(#?\w{1,8});/g, characterOf)
    .replace(/\s+/g, ' ')
    .trim();

/** What a page in HTML says, on one line: its title, then its text. For people to read. */
export function pageText(html: string): string {
  const page = html.slice(0, longestPage);
  const title = oneLine(/<title[^>]*>([^<]*)/i.exec(page)?.[1] ?? '');
  const text = oneLine(page);
  if (text === '' || text.startsWith(title)) return text || title;
  return `${title}: ${text}`;
}
