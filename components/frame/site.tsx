import type { Locale } from "#lib/shared/locales"

/** What the frame of every page needs to know of the site. */
export type FrameSite = {
  siteName: string
  orgContact: string | null
  showsLogo: boolean
  /** Address of the logo's file. */
  logo: string
  showsExit: boolean
  /** The languages on offer. */
  locales: readonly Locale[]
  /** A demonstration is open: a ribbon says so. */
  isDemo: boolean
  /** Mail stays on this machine: a ribbon says so. */
  isLocalMail: boolean
}
