import { letterPdf } from "#lib/domain/letters/pdf/letter"
import { postalLetter } from "#lib/domain/letters/postal"
import { listReplies } from "#lib/domain/letters/replies"
import { findLetterView, type LetterView } from "#lib/domain/letters/status"
import { ROUTE_STATES, ROUTES } from "#lib/domain/letters/schema"
import { eraseLetter, hideLetter, withdrawLetter } from "#lib/domain/letters/withdraw"
import { saveDraft } from "#lib/web/drafts"
import { answerForm, type FormRequest } from "#lib/web/form-handler"
import { pdfFile } from "#lib/web/handlers/letter-steps"
import { countTryOf } from "#lib/web/rate-guard"
import { rememberProof } from "#lib/web/seen"

/** What a letter's page says after a press. */
export type LetterNotice = "letter_hidden" | "letter_withdrawn" | "letter_sending"

/** A letter that its holder acts on, and where the answer leads. */
export type HeldLetter = {
  letter: LetterView
  isFresh: boolean
  show: (notice: LetterNotice | null, answer: { status: number; body: unknown }) => Promise<Response>
}

/** Puts the words of a letter back into its form. Who holds its link has shown that the address is theirs. */
async function changeAndSend(form: FormRequest, letter: LetterView): Promise<Response> {
  const { name, email, town, role, country, slug, campaignId, publication } = letter
  const publicWish = { NONE: "no", NAMED: "named", UNNAMED: "unnamed" }[publication]
  const route = ROUTES.find((one) => one !== "self" && ROUTE_STATES[one] === letter.route) ?? "relay"
  const facts = { name, email, town, role, organisation: letter.writerOrganisation, country: country ?? "" }
  const values = { ...letter.form, ...facts, route, public: publicWish }
  await saveDraft(form.visitorId, { kind: "letter", scope: campaignId }, { values, errors: [] })
  const response = answerForm.next(form, `/c/${slug}/letter?draft=1`, { status: 200, body: { values } })
  return rememberProof(form, response, campaignId, email)
}

async function pdf(form: FormRequest, letter: LetterView, format: "A4" | "Letter"): Promise<Response> {
  const rate = await countTryOf(form.request, "pdf")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  const { recipientName: name, recipientTitle: title, organisation, postalAddress } = letter
  const onPaper = { ...letter, organisation: letter.writerOrganisation }
  return pdfFile(await letterPdf(postalLetter(onPaper, { name, title, organisation, postalAddress }), format))
}

/** Does what the holder of a letter wants with it: change, print, hide, withdraw; with a fresh link also download and erase. */
export async function actOnLetter(form: FormRequest, { letter, isFresh, show }: HeldLetter): Promise<Response> {
  const forbidden = () => answerForm.forbidden(form)
  switch (form.values.action) {
    case "letter-edit":
      return letter.status === "queued" || letter.status === "sending" ? forbidden() : changeAndSend(form, letter)
    case "letter-pdf-a4":
      return pdf(form, letter, "A4")
    case "letter-pdf-letter":
      return pdf(form, letter, "Letter")
    case "letter-hide":
      await hideLetter(letter.id)
      return show("letter_hidden", { status: 200, body: { status: "hidden" } })
    case "letter-withdraw":
      return ended(await withdrawLetter(letter.id, new Date()), show)
    case "letter-erase":
      return isFresh ? ended(await eraseLetter(letter.id), show) : forbidden()
    case "letter-download":
      return isFresh
        ? answerForm.download("my-data.json", {
            ...(await findLetterView(letter.id)),
            replies: await listReplies(letter.id),
          })
        : forbidden()
    default:
      return show(null, { status: 422, body: { status: "choice_unknown" } })
  }
}

function ended(result: Awaited<ReturnType<typeof withdrawLetter>>, show: HeldLetter["show"]): Promise<Response> {
  if (!result.ok && result.code === "sending")
    return show("letter_sending", { status: 409, body: { status: "sending" } })
  return show("letter_withdrawn", { status: 200, body: { status: "withdrawn" } })
}
