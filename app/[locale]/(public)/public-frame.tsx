import { headers } from "next/headers"
import { Frame, type FrameProps } from "#components/frame/frame"
import { findMainCampaign } from "#lib/domain/campaigns/queries"
import { bestLocale } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"

type PublicFrameProps = Pick<
  FrameProps,
  "locale" | "path" | "isWide" | "showsHint" | "banner" | "formId" | "children"
> & {
  /** Slug of the campaign that the page belongs to; else the header leads to the main one. */
  slug?: string
}

/** The frame with what it needs to know of the site, the main campaign and the language that the device asks for. */
export async function PublicFrame({ slug, ...frame }: PublicFrameProps) {
  const [site, asked, mainSlug] = await Promise.all([
    siteSettings(),
    headers(),
    slug ?? findMainCampaign(frame.locale).then((campaign) => campaign?.slug),
  ])
  return (
    <Frame
      {...frame}
      site={site}
      petitionPath={mainSlug ? `/c/${mainSlug}` : null}
      offer={bestLocale(asked.get("accept-language"))}
    />
  )
}
