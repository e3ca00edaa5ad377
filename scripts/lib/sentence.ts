/** A text with a full stop, unless it already ends a sentence. */
export const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** A sentence without its full stop, so that the line can go on. */
export const clause = (text: string): string => text.replace(/\.$/, '');

/** A text that begins a line or a sentence. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A title of our own that follows other words. Not for a text that may begin with a name. */
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
