import { headers } from "next/headers"
import { redirect } from "next/navigation"
import { Frame, type FrameProps } from "#components/frame/frame"
import { findLook, findMainCampaign } from "#lib/domain/campaigns/queries"
import { bestLocale } from "#lib/shared/locales"
import { coloursPath } from "#lib/web/colours-path"
import { siteSettings } from "#lib/web/site"

type PublicFrameProps = Pick<
  FrameProps,
  "locale" | "path" | "isWide" | "showsHint" | "banner" | "formId" | "children"
> & {
  /** Slug of the campaign that the page belongs to; else the header leads to the main one. */
  slug?: string
  /** Shown in every language, also one that visitors are not offered: for organisers. */
  keepsLanguage?: boolean
}

/** The frame with what it needs to know of the site, the main campaign and the language that the device asks for. */
export async function PublicFrame({ slug, keepsLanguage = false, ...frame }: PublicFrameProps) {
  const [site, asked, mainSlug, look] = await Promise.all([
    siteSettings(),
    headers(),
    slug ?? findMainCampaign(frame.locale).then((campaign) => campaign?.slug),
    slug === undefined ? null : findLook(slug),
  ])
  // A language that was switched off leads to the same page in English: links in messages go on working.
  if (!keepsLanguage && !site.locales.includes(frame.locale)) redirect(frame.path)
  const wanted = bestLocale(asked.get("accept-language"))
  const showsLogo = site.showsLogo && look?.showsLogo !== false
  const showsExit = site.showsExit && look?.showsExit !== false
  return (
    <>
      {slug !== undefined && look?.colours && <link rel="stylesheet" href={coloursPath(slug, look.colours)} />}
      <Frame
        {...frame}
        site={{ ...site, showsLogo, showsExit }}
        petitionPath={mainSlug ? `/c/${mainSlug}` : null}
        offer={wanted && site.locales.includes(wanted) ? wanted : null}
      />
    </>
  )
}
