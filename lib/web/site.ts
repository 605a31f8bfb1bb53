import "server-only"
import { assets } from "#lib/generated/assets"
import { env } from "#lib/platform/env"
import { type SiteSettings, siteSettings as readSettings } from "#lib/platform/settings"

/** What pages need to know of the site: what the operator says about it, and how it runs. */
export type Site = SiteSettings & {
  /** The site's own address, without a slash at the end. */
  baseUrl: string
  /** Mail is kept on this machine. */
  isLocalMail: boolean
  /** A demonstration is open. */
  isDemo: boolean
  /** Address of the logo's file. */
  logo: string
}

/** The site as pages see it; the settings in it are at most five seconds old. */
export async function siteSettings(): Promise<Site> {
  const { baseUrl, isLocalMail, DEMO_MODE } = env()
  const settings = await readSettings()
  return { ...settings, isDemo: DEMO_MODE || settings.demo !== null, baseUrl, isLocalMail, logo: assets.logo }
}
