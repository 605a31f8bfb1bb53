import "server-only"
import { findSetUp } from "#lib/domain/admin/set-up"
import type { Step } from "#lib/domain/admin/set-up-steps"
import { canChangeSettings } from "#lib/domain/admin/settings"
import { listLineTroubles, type MailState, type TodayFigures } from "#lib/domain/admin/today"
import { listCampaignTodos } from "#lib/domain/campaigns/todo"
import { type Actor, scopesOf } from "#lib/domain/identity/policy"
import { countWaitingByKind } from "#lib/domain/moderation/queries"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type Need = { key: string; text: string; href: string }

const STEP_PLACES: Record<
  Step,
  { href: string; title: "stepNames" | "stepAccount" | "stepMail" | "stepLanguages" | "stepMode" }
> = {
  names: { href: "/admin/settings#names", title: "stepNames" },
  account: { href: "/admin/account", title: "stepAccount" },
  mail: { href: "/admin/settings#mail", title: "stepMail" },
  languages: { href: "/admin/settings#languages", title: "stepLanguages" },
  mode: { href: "/admin/demo", title: "stepMode" },
}

/** What needs this organiser now, the most urgent first: only what they may do something about. */
export async function listNeeds(
  actor: Actor,
  locale: Locale,
  { mail, figures }: { mail: MailState; figures: TodayFigures },
): Promise<{ waiting: number; needs: Need[] }> {
  const t = translator(locale, "adminSite")
  const isOwner = canChangeSettings(actor)
  const edits = scopesOf(actor, "EDITOR")?.length !== 0
  const [waits, troubles, todos, setUp] = await Promise.all([
    countWaitingByKind(actor),
    edits ? listLineTroubles(actor) : [],
    listCampaignTodos(actor, locale, new Date()),
    isOwner ? findSetUp() : null,
  ])
  const { comment, reason, letter, publication } = waits
  const queue = (key: string, n: number, text: string): Need[] =>
    n > 0 ? [{ key, text, href: "/admin/moderation" }] : []
  const failed = (edits && figures.lettersFailed) || 0
  return {
    waiting: comment + reason + letter + publication,
    needs: [
      ...queue("comments", comment, t("needsComments", { n: comment })),
      ...queue("reasons", reason, t("needsReasons", { n: reason })),
      ...queue("letters", letter, t("needsLetters", { n: letter })),
      ...queue("publications", publication, t("needsPublications", { n: publication })),
      ...todos.map(({ kind, campaignId, shortTitle }) => ({
        key: `${kind} ${campaignId}`,
        text: t(kind === "vote_passed" ? "needsOutcome" : "needsFacts", { title: shortTitle }),
        href: `/admin/campaigns/${campaignId}/outcome`,
      })),
      ...troubles.map(({ campaignId, recipient }) => ({
        key: `line ${recipient}`,
        text: t("needsLine", { recipient }),
        href: `/admin/campaigns/${campaignId}/letters`,
      })),
      ...(failed > 0 ? [{ key: "failed", text: t("needsFailed", { n: failed }), href: "/admin/campaigns" }] : []),
      ...(isOwner && mail.failed > 0
        ? [{ key: "mail", text: t("needsMail", { n: mail.failed }), href: "/admin/settings#mail" }]
        : []),
      ...(setUp?.skipped ?? []).map((step) => ({
        key: `step ${step}`,
        text: t("needsSkipped", { step: t(STEP_PLACES[step].title) }),
        href: STEP_PLACES[step].href,
      })),
    ],
  }
}
