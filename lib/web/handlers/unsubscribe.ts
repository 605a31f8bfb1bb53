import { stopReplies } from "#lib/domain/comments/own"
import { unsubscribe as stopNews, withdrawByStopLink } from "#lib/domain/mailings/unsubscribe"
import { html } from "#lib/shared/html"
import { translator } from "#lib/shared/i18n"
import { splitLocalePath } from "#lib/shared/locales"
import { plainPage } from "#lib/web/plain-page"
import { problem, wantsJson } from "#lib/web/problem-page"
import { countTryOf } from "#lib/web/rate-guard"
import { readForm } from "#lib/web/read-form"

/**
 * Ends messages of one kind: `POST /unsubscribe/{token}`, by the button of the page or by the mail program itself (RFC 8058). With
 * `action=withdraw`, from the page alone, a signature is withdrawn.
 *
 * Needs no cookie and no log-in, answers 200 without a redirect, and the same whether there was anything left to stop.
 */
export async function unsubscribe(request: Request, { token = "" }: Record<string, string>): Promise<Response> {
  const { locale } = splitLocalePath(new URL(request.url).pathname)
  const rate = await countTryOf(request, "confirm")
  if (!rate.isWithin) return problem(request, { status: 429, locale, retryAfterSeconds: rate.retryAfterSeconds })
  const form = await readForm(request)
  const withdraws = form.ok && form.values.action === "withdraw"
  if (withdraws) await withdrawByStopLink(token, new Date())
  else await Promise.all([stopReplies(token), stopNews(token)])
  if (wantsJson(request)) return Response.json({ status: "stopped" }, { headers: { "cache-control": "no-store" } })
  const text = translator(locale, "unsubscribe")
  const page = plainPage(locale, {
    title: text("doneTitle"),
    main: html`<h1>${text("doneTitle")}</h1>
      <p>${text(withdraws ? "withdrawnBody" : "doneBody")}</p>`,
  })
  return new Response(page, { headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" } })
}
