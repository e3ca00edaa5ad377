/** Text that another text may stand for, and where it stands. */
export interface Decoded {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The text may be words that were only set apart, so it is compared with known secrets and not judged by itself. */
  readonly comparedOnly?: true;
}

/** Whether a part of a text is hidden already, so that it need not be decoded. */
export type IsHidden = (start: number, end: number) => boolean;
