/** A partner code: what may stand behind `?from=` in an address that is given out. */
export const TAG_PATTERN = /^[a-z0-9][a-z0-9-]{1,19}$/

export const TAG_MAX_CHARS = 60
