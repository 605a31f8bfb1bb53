import type { ReactNode } from "react"
import type { AppealView, CampaignView } from "#lib/domain/campaigns/queries"
import { ForeignTextNote } from "#components/frame/foreign-text"
import { ButtonLink } from "#components/ui/button"
import { Prose } from "#components/ui/prose"
import { SLOT, Slotted } from "#components/ui/slotted"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"

type AppealProps = {
  campaign: CampaignView
  appeal: AppealView
  /** What people say about it, and the form. */
  comments: ReactNode
}

/** The letter to supporters that leads to everything else. */
export function Appeal({ campaign, appeal, comments }: AppealProps) {
  const { locale, slug } = campaign
  const { textLocale, author, readingMinutes, title, body } = appeal
  const t = translator(locale, "appeal")
  const isOpen = campaign.status === "OPEN"
  const lang = textLocale === locale ? undefined : textLocale
  return (
    <>
      <h1 lang={lang}>{title}</h1>
      <p className="small muted">
        <Slotted text={t("byline", { author: SLOT, minutes: readingMinutes })}>
          <bdi>{author}</bdi>
        </Slotted>
      </p>
      <ForeignTextNote locale={locale} textLocale={textLocale} />
      <Prose text={body} lang={lang} />
      <div className="actions">
        <ButtonLink isPrimary href={localePath(locale, `/c/${slug}#${isOpen ? "sign" : "petition"}`)}>
          {isOpen ? t("signPetition") : translator(locale, "sign")("readPetition")}
        </ButtonLink>
        {campaign.hasLetters && isOpen && <a href={localePath(locale, `/c/${slug}/letter`)}>{t("writeLetter")}</a>}
        <a href={localePath(locale, `/c/${slug}/share`)}>{t("share")}</a>
      </div>
      {comments}
    </>
  )
}
