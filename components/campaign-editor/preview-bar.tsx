import { Notice } from "#components/ui/notice"
import { LinkTabs } from "#components/ui/link-tabs"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** What a preview shows: the petition, the appeal, or the message that asks to confirm. */
export type PreviewView = "petition" | "appeal" | "mail"

type PreviewBarProps = { locale: Locale; id: string; show: PreviewView; isPhone: boolean; wasTried: boolean }

const VIEWS = ["petition", "appeal", "mail"] as const

/** Stands above a preview: what it shows, how wide, and the way back. */
export function PreviewBar({ locale, id, show, isPhone, wasTried }: PreviewBarProps) {
  const t = translator(locale, "adminCampaigns")
  const base = `/admin/campaigns/${id}`
  const href = (one: PreviewView, phone: boolean) =>
    localePath(locale, `${base}/preview?show=${one}${phone ? "&view=phone" : ""}`)
  return (
    <aside className="preview-bar page-width" aria-label={t("preview")}>
      <p>
        <a href={localePath(locale, base)}>{t("backToEditor")}</a>
      </p>
      <LinkTabs
        label={t("previewOf")}
        tabs={[
          ...VIEWS.map((one) => ({ href: href(one, isPhone), text: t(`show_${one}`), isCurrent: one === show })),
          { href: href(show, !isPhone), text: t(isPhone ? "wide" : "seePhone"), isCurrent: false },
        ]}
      />
      {wasTried && <Notice kind="info" role="status" title={t("previewTried")} />}
    </aside>
  )
}
