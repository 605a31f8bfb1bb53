import { Button } from "#components/ui/button"
import type { RuleCase } from "#lib/domain/signatures/bulk"
import { dayOf, formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type Texts = "dispute" | "ruleReject" | "ruleUndo" | "ruleAgain"

/** What can be done with a rule as it stands, and what each step means for the people behind the signatures. */
export function RuleSteps({
  locale,
  action,
  proof,
  found,
  hasFailed,
  now,
}: {
  locale: Locale
  action: string
  proof: string
  found: RuleCase
  hasFailed: boolean
  now: Date
}) {
  const t = translator(locale, "adminSignatures")
  const canUndo = found.undoUntil !== null && found.undoUntil > now && !found.isSettled
  const steps: { step: string; text: Texts; hint: string | null }[] = []
  if (hasFailed) steps.push({ step: "again", text: "ruleAgain", hint: null })
  if (found.state === "COUNTED" && found.matched > 0) {
    steps.push({ step: "dispute", text: "dispute", hint: t("ruleDisputeHint") })
  }
  if ((found.state === "COUNTED" && found.matched > 0) || found.state === "DISPUTED") {
    steps.push({ step: "reject", text: "ruleReject", hint: t("ruleRejectHint") })
  }
  if (found.state === "DISPUTED") steps.push({ step: "undo", text: "ruleUndo", hint: t("ruleUndoHint") })
  if (canUndo && found.undoUntil) {
    const date = formatDay(locale, dayOf(found.undoUntil))
    steps.push({ step: "undo", text: "ruleUndo", hint: t("ruleUndoUntil", { date }) })
  }
  if (steps.length === 0) return null
  return (
    <form action={action} method="post">
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
      {steps.map(({ step, text, hint }) => (
        <div className="field" key={step}>
          {hint && <p className="hint">{hint}</p>}
          <Button name="action" value={step}>
            {t(text)}
          </Button>
        </div>
      ))}
    </form>
  )
}
