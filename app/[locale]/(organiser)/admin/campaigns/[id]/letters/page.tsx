import { type Query, readLocale, type WithLocale } from "../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../area"
import { LetterFigures } from "#components/admin/letters/letter-figures"
import { ActionForm, LetterTabs } from "#components/admin/letters/parts"
import { TargetLine } from "#components/admin/letters/target-line"
import { SaveNotice } from "#components/admin/save-notice"
import { Button, ButtonLink } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { Notice } from "#components/ui/notice"
import { isAtLeast } from "#lib/domain/identity/policy"
import { findHoldsAll, findLetterFigures, listLines } from "#lib/domain/letters/organiser-queries"
import { dayOf } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

/** The letters of a campaign: figures for everybody who has a part in it, lines and hand-overs for its editors. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/letters")
  const { actor, proof } = signedIn
  const now = new Date()
  const [figures, lines, holdsAll] = await Promise.all([
    findLetterFigures(actor, id),
    listLines(actor, id, now),
    findHoldsAll(id),
  ])
  const readDraft = (kind: string) => (query.draft === undefined ? null : visitorDraft<FormState>(kind, id))
  const [handOverDraft, ...drafts] = await Promise.all([
    readDraft("letter-hand-over"),
    ...(lines ?? []).map(({ targetId }) => readDraft(`letter-line ${targetId}`)),
  ])
  const faulty = drafts.findIndex((draft) => draft && draft.errors.length > 0)
  const errors = drafts[faulty]?.errors ?? handOverDraft?.errors ?? []
  const prefix =
    faulty < 0 ? `print-${lines?.flatMap(({ handOvers }) => handOvers)[0]?.id}` : `line-${lines?.[faulty]?.targetId}`
  const t = translator(locale, "adminLetters")
  const title = t("title")
  return (
    <CampaignArea locale={locale} page="/letters" title={title} signedIn={signedIn}>
      <SaveNotice
        locale={locale}
        isSaved={query.saved !== undefined}
        errors={errors}
        fieldId={(field) => `${prefix}-${field}`}
      />
      {query.tested !== undefined && <Notice kind="success" role="status" title={t("tested")} />}
      {query.gone !== undefined && <Notice kind="warning" role="status" title={t("gone")} />}
      <h1>{title}</h1>
      {lines && <LetterTabs locale={locale} campaignId={id} current="" />}
      {isAtLeast(actor, id, "MODERATOR") && (figures?.get("held") ?? 0) > 0 && (
        <p>
          <ButtonLink isPrimary href={localePath(locale, "/admin/moderation")}>
            {t("toQueue")}
          </ButtonLink>
        </p>
      )}
      {figures && <LetterFigures locale={locale} figures={figures} hidesSmall={!isAtLeast(actor, id, "MODERATOR")} />}
      {lines ? (
        <>
          {lines.map((line, index) => (
            <TargetLine
              key={line.targetId}
              {...{ locale, proof, line }}
              campaignId={id}
              draft={drafts[index] ?? null}
              handOverDraft={handOverDraft ?? null}
              today={dayOf(now)}
            />
          ))}
          <section aria-labelledby="hold-title">
            <h2 id="hold-title">{t("holdTitle")}</h2>
            <ActionForm locale={locale} proof={proof} to={`/admin/campaigns/${id}/letters`}>
              <Checkbox
                id="holdsAll"
                name="holdsAll"
                label={t("holdAll")}
                hint={t("holdAllHint")}
                isChecked={holdsAll}
              />
              <Button>{translator(locale, "admin")("save")}</Button>
            </ActionForm>
          </section>
        </>
      ) : (
        <p>{t("figuresOnly")}</p>
      )}
    </CampaignArea>
  )
}
