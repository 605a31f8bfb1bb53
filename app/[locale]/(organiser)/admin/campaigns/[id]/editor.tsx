import { notFound } from "next/navigation"
import type { ReactNode } from "react"
import { type Query, readLocale, type WithLocale } from "../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../area"
import { SaveNotice } from "#components/admin/save-notice"
import { editFieldId } from "#components/campaign-editor/edit-form"
import { withFieldNames } from "#components/campaign-editor/field-names"
import { type EditState, sameWords } from "#components/campaign-editor/edit-state"
import { EDITOR_PAGES, type EditorPage, EditorTabs } from "#components/campaign-editor/editor-tabs"
import { findEditDraft } from "#lib/domain/campaigns/edit-drafts"
import { findRevision, listEditsSince, type Part } from "#lib/domain/campaigns/edits"
import { type EditableCampaign, findEditable } from "#lib/domain/campaigns/organiser-queries"
import { findOrganiserName } from "#lib/domain/identity/people"
import { dayOf } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { EDIT_KIND } from "#lib/web/handlers/campaign-parts"
import { canSee } from "#lib/web/organiser/access"
import { visitorDraft } from "#lib/web/visitor"

export type WithEditor = WithLocale<{ id: string }> & { searchParams: Query }

export type Editor = {
  locale: Locale
  query: Awaited<Query>
  signedIn: Awaited<ReturnType<typeof requireCampaign>>
  campaign: EditableCampaign
}

/** Who edits which campaign. Whoever may not edit it finds no page. */
export async function readEditor({ params, searchParams }: WithEditor, page: EditorPage): Promise<Editor> {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, `/admin/campaigns/{id}${page && `/${page}`}`)
  const campaign = await findEditable(signedIn.actor, id)
  if (!campaign) notFound()
  return { locale, query, signedIn, campaign }
}

const same = (one: Record<string, string>, other: Record<string, string>) =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) => sameWords(one[name], other[name]))

/** Fields that steer a form; they are no words of the organiser. */
const STEERING = new Set(["action", "lang", "revision", "part", "isRead"])

function wordsOf(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !STEERING.has(name)))
}

/**
 * What a form shows: the words that came back with a fault, else those kept while typing, else the stored ones; and who saved the part
 * since they were typed.
 *
 * @param stored What visitors see now, as the form's fields hold it.
 */
export async function readState(
  { locale, query, signedIn, campaign }: Editor,
  part: Part,
  stored: Record<string, string>,
): Promise<EditState> {
  const [revision, back, kept] = await Promise.all([
    findRevision(campaign.id, part),
    query.draft === undefined ? null : visitorDraft<FormState>(EDIT_KIND, `${campaign.id} ${part}`),
    findEditDraft(signedIn.actor, { campaignId: campaign.id, part }),
  ])
  const plain = { part, revision, values: stored, stored, errors: [], keptOn: null, overlap: null }
  if (back) {
    const isOverlap = back.errors.some(({ code }) => code === "overlap")
    const made = Number(back.values.revision ?? 0)
    const state = { ...plain, values: back.values, errors: isOverlap ? [] : withFieldNames(locale, back.errors) }
    if (!isOverlap) return { ...state, revision: made }
    return { ...state, overlap: await savedSince(campaign.id, part, made) }
  }
  if (!kept || same(wordsOf(kept.values), wordsOf(stored))) return plain
  const isBehind = kept.revision < revision
  return {
    ...plain,
    values: { ...kept.values },
    keptOn: dayOf(kept.savedAt),
    overlap: isBehind ? await savedSince(campaign.id, part, kept.revision) : null,
  }
}

async function savedSince(campaignId: string, part: Part, revision: number) {
  const edits = await listEditsSince(campaignId, part, revision)
  return Promise.all(
    edits.map(async ({ organiserId, fields, at }) => ({
      name: organiserId && (await findOrganiserName(organiserId)),
      on: dayOf(at),
      fields,
    })),
  )
}

type FrameProps = {
  editor: Editor
  page: EditorPage
  isWide?: boolean
  state?: Pick<EditState, "errors"> | null
  children: ReactNode
}

/** The frame of a page of the editor: what became of the form, and the pages of the editor. */
export function EditorFrame({ editor, page, isWide, state, children }: FrameProps) {
  const { locale, query, signedIn, campaign } = editor
  const t = translator(locale, "adminCampaigns")
  const title = t(page === "" ? "tab_overview" : page === "letters/templates" ? "tab_letters" : `tab_${page}`)
  const pages = EDITOR_PAGES.filter((one) =>
    canSee(signedIn.actor, `/admin/campaigns/{id}${one && `/${one}`}`, campaign.id),
  )
  const errors = state?.errors ?? []
  return (
    <CampaignArea locale={locale} page={page && `/${page}`} tab="" title={title} signedIn={signedIn} isWide={isWide}>
      <SaveNotice locale={locale} isSaved={query.saved !== undefined} errors={errors} fieldId={editFieldId} />
      <h1>{title}</h1>
      <EditorTabs locale={locale} id={campaign.id} page={page} pages={pages} />
      {children}
    </CampaignArea>
  )
}
