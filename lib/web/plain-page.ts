import { assets } from "#lib/generated/assets"
import { lastSettings } from "#lib/platform/settings"
import { html, type SafeHtml } from "#lib/shared/html"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

export type PlainPage = {
  title: string
  main: SafeHtml
  /** Further elements of the head. */
  head?: SafeHtml
}

/** A whole page that a handler makes by itself: it needs neither Next.js nor the database. Nobody is to list it. */
export function plainPage(locale: Locale, { title, main, head }: PlainPage): string {
  const { siteName, showsExit, showsLogo } = lastSettings()
  const frame = translator(locale, "frame")
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${frame("pageTitleSite", { page: title, siteName })}</title>
        ${head}
        <link rel="stylesheet" href="${assets.css}" />
        ${showsLogo && html`<link rel="icon" href="${assets.logo}" type="image/svg+xml" />`}
        <script async src="${assets.script}"></script>
      </head>
      <body>
        <header class="header">
          <a class="skip" href="#main">${frame("skipToMain")}</a>
          <div class="page-width">
            <a class="brand" href="${localePath(locale, "/")}">
              ${showsLogo && html`<img src="${assets.logo}" alt="" width="32" height="32" />`}
              <span>${siteName}</span>
            </a>
            ${showsExit && leave(locale)}
          </div>
        </header>
        <main id="main" class="page-width" tabindex="-1">${main}</main>
      </body>
    </html> `.text
}

/** The way out, as in the header of every page. */
function leave(locale: Locale): SafeHtml {
  const frame = translator(locale, "frame")
  return html`<quick-exit
    data-loading="${frame("loading")}"
    data-left-1="${frame("leavingSoon", { n: 1 })}"
    data-left-2="${frame("leavingSoon", { n: 2 })}"
  >
    <a class="leave" href="/exit" rel="nofollow" aria-label="${frame("leave")}">
      <span class="leave-narrow">${frame("leaveShort")}</span><span class="leave-wide">${frame("leave")}</span>
    </a>
    <span class="leave-dots" hidden><i></i><i></i><i></i></span>
    <span class="quiet" role="status"></span>
  </quick-exit>`
}
