import { ActionForm } from "#components/admin/letters/parts"
import { Button } from "#components/ui/button"
import { DataTable } from "#components/ui/data-table"
import type { LetterLine, LetterListName } from "#lib/domain/letters/letter-list"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type LetterTableProps = {
  locale: Locale
  campaignId: string
  proof: string
  list: LetterListName
  rows: readonly LetterLine[]
  next: string | null
  /** What the list is called. */
  caption: string
}

type TableText = "s_QUEUED" | "s_ACCEPTED" | "s_HANDED_OVER" | "s_BOUNCED" | "s_FAILED"

const ACTION = { failed: "again", tried: "back", sent: "answered" } as const
const ACTION_TEXT = { failed: "again", tried: "back", sent: "markAnswered" } as const

function What({ locale, row }: { locale: Locale; row: LetterLine }) {
  const t = translator(locale, "adminLetters")
  const words = [
    t(`s_${row.state}` as TableText),
    row.on && formatDay(locale, row.on),
    row.attempts > 1 && t("tries", { n: row.attempts }),
    row.error && t("errorCode", { code: row.error }),
    row.isAnswered && t("f_answered"),
  ]
  return words.filter(Boolean).join(" · ")
}

/** Letters by what became of them. There is no address in it. */
export function LetterTable({ locale, campaignId, proof, list, rows, next, caption }: LetterTableProps) {
  const t = translator(locale, "adminLetters")
  if (rows.length === 0) return <p>{t("listEmpty")}</p>
  const base = `/admin/campaigns/${campaignId}/letters`
  const mayAct = ({ hasText, isAnswered }: LetterLine) => (list === "sent" ? !isAnswered : hasText)
  return (
    <>
      <DataTable
        caption={caption}
        hidesCaption
        columns={[
          { key: "writer", text: t("writer") },
          { key: "what", text: t("what") },
          { key: "actions", text: t("actions") },
        ]}
        rows={rows.map((row) => ({
          key: row.letterId,
          cells: [
            row.name ? (
              <bdi key="name">{row.name}</bdi>
            ) : (
              <span key="name" className="muted">
                {t("nameGone")}
              </span>
            ),
            <What key="what" locale={locale} row={row} />,
            mayAct(row) && (
              <ActionForm key="act" locale={locale} proof={proof} to={`${base}/one/${row.letterId}`}>
                <input type="hidden" name="list" value={list} />
                <Button name="action" value={ACTION[list]}>
                  {t(ACTION_TEXT[list])}
                </Button>
              </ActionForm>
            ),
          ],
        }))}
      />
      {next && (
        <p>
          <a href={localePath(locale, `${base}/list/${list}?after=${next}`)}>{t("nextPage")}</a>
        </p>
      )}
      <p className="muted small">{t("viewLogged")}</p>
    </>
  )
}
