import type { XmlElement } from './xml';

/** An element, in short. */
export const xmlElement = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly (XmlElement | string)[]
): XmlElement => ({ name, attributes, children });

/** A duration as JUnit has it. */
export const junitSeconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

/** A time in ISO 8601, UTC, as JUnit has it. */
export const junitTime = (time: string): string => time.replace(/(\.\d+)?Z$/, '');

/** Text without what tells Jenkins and GitLab, anywhere in the output, to publish a file of the workspace. */
export const withoutAttachments = (text: string): string => text.replace(/\[\[(?=ATTACHMENT\|)/g, '[ [');

/** The numbers of test cases with each result, counted in what is written. */
export function junitCounts(testcases: readonly XmlElement[]) {
  const having = (name: string): number =>
    testcases.filter(({ children = [] }) => children.some((child) => typeof child !== 'string' && child.name === name))
      .length;
  return {
    counts: { tests: testcases.length, failures: having('failure'), errors: having('error') },
    skipped: having('skipped'),
  };
}
