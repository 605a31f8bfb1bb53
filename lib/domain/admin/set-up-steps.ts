/** The steps of the first run, in order. The account is made by the printed link; the others can be skipped. */
export const STEPS = ["names", "account", "mail", "languages", "mode"] as const

export type Step = (typeof STEPS)[number]
