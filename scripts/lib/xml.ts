import { visible } from './terminal-text';

/** An element as data. Text is escaped when it is written, so it cannot become markup. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly children?: readonly (XmlElement | string)[];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for an element. Characters that XML 1.0 forbids or that cannot be printed are written as in `\u001b`. */
export function xmlText(text: string): string {
  return visible(text, '\n\t').replace(/[&<>"]/g, (character) => entities[character]!);
}

/** Text for an attribute in double quotes; line breaks and tabs survive a parser's normalization. */
export function xmlAttribute(text: string): string {
  return xmlText(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** The document as text. Elements that contain text are not indented, because that would change the text. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, '')}\n`;
}

function write(element: XmlElement, indent: string): string {
  const attributes = Object.entries(element.attributes ?? {}).map(
    ([name, value]) => ` ${name}="${xmlAttribute(String(value))}"`,
  );
  const open = `${indent}<${element.name}${attributes.join('')}`;
  const children = element.children ?? [];
  if (children.length === 0) return `${open}/>`;
  if (children.some((child) => typeof child === 'string')) {
    return `${open}>${children.map((child) => (typeof child === 'string' ? xmlText(child) : write(child, ''))).join('')}</${element.name}>`;
  }
  const lines = children.map((child) => write(child as XmlElement, `${indent}  `));
  return `${open}>\n${lines.join('\n')}\n${indent}</${element.name}>`;
}
