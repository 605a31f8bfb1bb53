import { LinkTabs } from "#components/ui/link-tabs"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

export type Tab = "queue" | "spam" | "history" | "settings"

const PATHS: Record<Tab, string> = {
  queue: "/admin/moderation",
  spam: "/admin/moderation?list=spam",
  history: "/admin/moderation?list=history",
  settings: "/admin/moderation/settings",
}

/** The pages of moderation. */
export function ModerationTabs({ locale, tab, waiting }: { locale: Locale; tab: Tab; waiting: number }) {
  const t = translator(locale, "moderation")
  return (
    <LinkTabs
      label={t("title")}
      tabs={(Object.keys(PATHS) as Tab[]).map((one) => ({
        href: localePath(locale, PATHS[one]),
        text: one === "queue" ? `${t("queue")} (${waiting})` : t(one),
        isCurrent: one === tab,
      }))}
    />
  )
}
