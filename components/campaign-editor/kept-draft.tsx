import type { EditorProps } from "#components/campaign-editor/edit-form"
import { Notice } from "#components/ui/notice"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"

/** Throws away what somebody typed and shows the saved words again. */
export function DiscardButton({ locale, campaignId, proof, state, text }: EditorProps & { text: string }) {
  return (
    <form action={`/admin/campaigns/${campaignId}/draft`} method="post">
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
      <input type="hidden" name="part" value={state.part} />
      <button className="button" name="action" value="discard">
        {text}
      </button>
    </form>
  )
}

/** Says that the form shows words which are not saved. */
export function KeptDraft({ on, ...props }: EditorProps & { on: string }) {
  const t = translator(props.locale, "adminCampaigns")
  return (
    <Notice kind="info" title={t("keptTitle", { date: formatDay(props.locale, on) })}>
      <p>{t("keptText")}</p>
      <DiscardButton {...props} text={t("discard")} />
    </Notice>
  )
}
