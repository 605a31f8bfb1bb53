import type { ReactNode } from "react"
import { assets } from "#lib/generated/assets"
import { toLocale } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"

// Pages are made when they are asked for and kept by the front, so that a count is never older than seconds.
export const dynamic = "force-dynamic"

type LayoutProps = { children: ReactNode; params: Promise<{ locale: string }> }

/** The document around every page: language, style sheet and the one script. */
export default async function Layout({ children, params }: LayoutProps) {
  const locale = toLocale((await params).locale)
  const { showsLogo, isDemo } = await siteSettings()
  return (
    <html lang={locale}>
      <head>
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#171012" />
        <meta name="referrer" content="same-origin" />
        {isDemo && <meta name="robots" content="noindex" />}
        {showsLogo && <link rel="icon" href={assets.logo} type="image/svg+xml" />}
        <link rel="stylesheet" href={assets.css} />
        <script async src={assets.script} />
      </head>
      <body>{children}</body>
    </html>
  )
}
