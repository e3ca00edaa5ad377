import pc from 'picocolors';
import type { Io } from '../lib/io';
import type { Style } from '../lib/terminal-layout';

const usualWidth = 80;

/** Whether standard output is a terminal that obeys control sequences. */
export const isTerminal = ({ stdout, env }: Io): boolean => stdout.isTTY === true && env.TERM !== 'dumb';

/** Whether output may have colours. */
export const hasColour = (io: Io): boolean => isTerminal(io) && !io.env.NO_COLOR;

/** Whether a line may be rewritten: in the log of a CI server, each rewriting would be a line. */
export const isInteractive = (io: Io): boolean => isTerminal(io) && !io.env.CI;

/** How a command lays out its text; a terminal that does not know its width has the usual one. */
export const styleOf = (io: Io): Style => ({
  colours: pc.createColors(hasColour(io)),
  width: io.stdout.columns || (isTerminal(io) ? usualWidth : Number.POSITIVE_INFINITY),
});
