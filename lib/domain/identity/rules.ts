/** How long a mailed sign-in link works (ASVS 6.5.5). */
export const SIGN_IN_TTL_MINUTES = 10

/** Sign-in messages to one organiser, and the time they are counted in (trust.md T17). */
export const SIGN_IN_MAX = 3
export const SIGN_IN_WINDOW_MINUTES = 15

/** How long the printed set-up link works; each start prints a new one until there is an owner. */
export const SET_UP_TTL_DAYS = 7

/** A session ends after this time whatever happens, and earlier when it is not used (trust.md T12). */
export const SESSION_MAX_DAYS = 7
export const SESSION_IDLE_HOURS = 12

/** How long after a proof – a link or a passkey – personal data can be exported (trust.md T14). */
export const FRESH_MINUTES = 5

/** How long a browser may take over a passkey. */
export const PASSKEY_TTL_MINUTES = 5

/** Passkeys of one organiser. */
export const PASSKEYS_MAX = 10

/** How exactly the last use of a session is known. */
export const SEEN_STEP_MINUTES = 5
