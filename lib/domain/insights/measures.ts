import { CONFIRM_TTL_DAYS, EXPIRED_ROW_DAYS } from "#lib/domain/signatures/rules"

/**
 * What is counted by campaign, day and class.
 *
 * The rows of some measures are deleted after a while (unconfirmed signatures, refused comments): their totals are counted anew only
 * while all the rows of a day are still there, and stay as they are after that.
 */
const MEASURES = {
  /** Presses of Sign, with an address: the day of the first one. */
  signed: { fades: true },
  /** Signatures that count, by the day of the confirmation. */
  confirmed: { fades: false },
  /** The same by hour, in the first 48 hours. The class is the hour of the day, UTC. */
  hour: { fades: false },
  /** The same by country; "" where none was given. */
  country: { fades: false },
  /** The same by language of the page. */
  language: { fades: false },
  /** The same by what people chose: hidden, discreet. */
  choice: { fades: false },
  /** Signatures without e-mail. */
  unverified: { fades: false },
  /** How long confirming took, by the day of signing; "never", and "waiting" while it may still come. */
  delay: { fades: true },
  /** Withdrawn signatures by the day of the withdrawal; the class is the reason, or "". */
  withdrawn: { fades: false },
  /** Letters that were confirmed, by day. */
  letter: { fades: false },
  /** The same by sample and by whether the writer changed it: "health own", "health same"; " own" for the blank page. */
  sample: { fades: false },
  /** Letters by the day on which they joined the line, and how they stand: accepted, waiting, bounced. */
  delivery: { fades: false },
  /** Comments by the day on which they were posted: spam, other. */
  comment: { fades: true },
} as const

export const FADING = Object.entries(MEASURES).flatMap(([name, { fades }]) => (fades ? [name] : []))

/** For so many days back every row is still there (signatures go 21 days after the last message, refused comments 30 days after). */
export const WHOLE_DAYS = CONFIRM_TTL_DAYS + EXPIRED_ROW_DAYS - 1

/** Hours of the launch that are shown one by one. */
export const LAUNCH_HOURS = 48
