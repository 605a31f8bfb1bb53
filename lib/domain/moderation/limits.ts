/** So long a decision can be undone; after that it takes effect outside: mail, learning, corrections. */
export const UNDO_SECONDS = 30

/** The undo button stands a moment longer in the database than on the page, so that a press in the last second still counts. */
export const UNDO_GRACE_SECONDS = 5

/** Facts of a visitor's connection are kept for the outside service at most so long (architecture.md, Settled questions). */
export const SNAPSHOT_MAX_MINUTES = 30

/** A correction to the outside service is tried again so often, with growing waits. */
export const FEEDBACK_TRIES_MAX = 8

/** What was sent to the outside service is kept so long for a correction. */
export const FEEDBACK_DAYS = 15

/** Spam and refused texts stay so long, so that a mistake can be put right. */
export const REFUSED_DAYS = 30
