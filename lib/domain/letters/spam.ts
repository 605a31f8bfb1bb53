import { judgeText } from "#lib/domain/moderation/filter"
import type { FilterResult } from "#lib/domain/moderation/local-filter"
import type { Submission } from "#lib/domain/moderation/signals"

/**
 * A letter as the own filter reads it. What counts for comments and means nothing here is left out: nobody has filled in a form just
 * now, and letters from one sample are meant to be alike.
 */
export function letterSubmission({ subject, text, name }: { subject: string; text: string; name: string }): Submission {
  return {
    ...{ text: `${subject}\n${text}`, name, website: null, emailDomain: null },
    form: { trap: "", stamp: "fine", secondsOpen: null },
    print: { exact: "", near: null },
    recent: [],
  }
}

export type Judged = Pick<FilterResult, "score" | "verdict">

/** What the own filter thinks of a letter, by what moderators of this site have taught it and the campaign's own rules. */
export function judgeLetter(
  campaignId: string,
  letter: { subject: string; text: string; name: string },
): Promise<Judged> {
  return judgeText(campaignId, letterSubmission(letter))
}
