import type { Action, Kind } from "#lib/domain/moderation/schema"
import { type Messages, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

const ACTIONS = { approve: "approve", spam: "markSpam", remove: "remove" } as const
/** A letter that waits is not published: it goes, or its writer gets it back. */
const LETTER_ACTIONS = { approve: "sendLetter", spam: "markSpam", remove: "returnLetter" } as const

/** What a decision about a text of this kind is called. */
export function actionKey(kind: Kind, action: Action) {
  return (kind === "letter" ? LETTER_ACTIONS : ACTIONS)[action]
}

/** Why a text was not published or sent, in words. */
export function refusalText(locale: Locale, kind: Kind, code: string): string {
  if (kind === "comment") {
    const comments = translator(locale, "comments")
    const key = `refusal_${code}` as keyof Messages["comments"]
    return comments.has(key) ? comments(key as "refusal_other") : code
  }
  const t = translator(locale, "moderation")
  const key = `refusal_${code}` as keyof Messages["moderation"]
  return t.has(key) ? t(key as "refusal_rules") : code
}
