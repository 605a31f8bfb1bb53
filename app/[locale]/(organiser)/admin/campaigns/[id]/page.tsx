import { type Query, readLocale, type WithLocale } from "../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../area"
import { EditorFrame, readState } from "./editor"
import { Overview } from "#components/campaign-editor/overview"
import { findDraft } from "#lib/domain/campaigns/queries"
import { canStartCampaigns } from "#lib/domain/campaigns/create"
import { type EditableCampaign, findEditable } from "#lib/domain/campaigns/organiser-queries"
import { moveFaults } from "#lib/domain/campaigns/rules"
import { dayOf } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { EDIT_KIND } from "#lib/web/handlers/campaign-parts"
import { visitorDraft } from "#lib/web/visitor"

function factsOf({ texts, outcome }: EditableCampaign) {
  return {
    texts: texts.map(({ fields }) => fields),
    outcome: {
      isSet: outcome.outcome !== null,
      on: outcome.outcomeOn,
      hasNote: texts.some(({ outcomeNote }) => outcomeNote),
      isVerified: outcome.outcomeVerified,
    },
    reopensOn: null,
  }
}

/** How a campaign stands and what comes next; for those who may not edit it, where it can be read. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}")
  const [campaign, view] = await Promise.all([findEditable(signedIn.actor, id), findDraft(id, locale)])
  const t = translator(locale, "adminCampaigns")
  if (!campaign || !view) {
    const { slug, status } = signedIn.campaign
    return (
      <CampaignArea locale={locale} page="" title={t("tab_overview")} signedIn={signedIn}>
        <h1>{t("tab_overview")}</h1>
        {status !== "DRAFT" && (
          <p>
            <a href={localePath(locale, `/c/${slug}`)}>{t("seePublic")}</a>
          </p>
        )}
      </CampaignArea>
    )
  }
  const editor = { locale, query, signedIn, campaign }
  const { dates, slug } = campaign
  const [move, dateState, slugState] = await Promise.all([
    query.draft === undefined ? null : visitorDraft<FormState>(EDIT_KIND, `${id} status`),
    readState(editor, "dates", {
      decisionOn: dates.decisionOn ?? "",
      openedOn: dates.openedOn ?? "",
      closedOn: dates.closedOn ?? "",
    }),
    readState(editor, "slug", { slug }),
  ])
  const facts = factsOf(campaign)
  const errors = [...(move?.errors ?? []), ...dateState.errors, ...slugState.errors]
  return (
    <EditorFrame editor={editor} page="" state={{ errors }}>
      <Overview
        locale={locale}
        proof={signedIn.proof}
        campaign={campaign}
        view={view}
        missing={(to) => moveFaults(to, facts, dayOf(new Date()))}
        mayCopy={canStartCampaigns(signedIn.actor)}
        states={{ move, dates: dateState, slug: slugState }}
      />
    </EditorFrame>
  )
}
