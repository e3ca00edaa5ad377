/** A text with its letters in the other case. */
export const swapCase = (text: string): string =>
  text.replace(/[A-Za-z]/g, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
