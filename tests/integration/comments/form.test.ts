import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { loadKeyring } from "#lib/platform/keyring"
import { loadDraft } from "#lib/web/drafts"
import type { FormState } from "#lib/web/drafts"
import { createCampaign } from "#tests/factories/campaign"
import { bodyOf, createVisible, decide } from "#tests/factories/comment"
import { startHandlers } from "#tests/support/handlers"
import { Visitor } from "#tests/support/visitor"
import { findCommentId } from "#lib/domain/comments/own-queries"

let web: Awaited<ReturnType<typeof startHandlers>>

beforeAll(async () => {
  await loadKeyring()
  web = await startHandlers()
})
afterAll(() => web.close())

const JSON_CALLER = { "content-type": "application/json" }
const guestOf = (body: string) => ({ body, name: "Ana", email: `form-${Math.random()}@example.org` })

async function keptWords(visitor: Visitor, campaignId: string, kind = "comment"): Promise<FormState | null> {
  const id = /form=([^;]+)/.exec(visitor.cookie)?.[1]
  return id ? ((await loadDraft<FormState>(id, { kind, scope: campaignId }))?.data ?? null) : null
}

describe("the words of a form", () => {
  it("wait with what is wrong with them, and are gone once they are posted", async () => {
    const [campaign, visitor] = [await createCampaign(), new Visitor(web.url)]
    const path = `/c/${campaign.slug}/comments`
    const typed = { body: bodyOf(1), name: "", email: "ana@example.org", website: "", parent: "", notify: "yes" }
    const back = await visitor.post(path, typed)
    expect(back.status).toBe(303)
    expect(back.headers.get("location")).toBe(`${path}?draft=1`)
    expect(await keptWords(visitor, campaign.id)).toMatchObject({
      values: { body: bodyOf(1), email: "ana@example.org", notify: "yes" },
      errors: [{ field: "name", code: "name_empty" }],
    })
    const done = await visitor.post(path, { ...typed, name: "Ana" })
    expect(done.headers.get("location")).toMatch(new RegExp(`^${path}#comment-[a-z0-9]{12}$`))
    expect(await keptWords(visitor, campaign.id)).toBeNull()
  })

  it("of an edit wait and go the same way", async () => {
    const [campaign, visitor] = [await createCampaign(), new Visitor(web.url)]
    const posted = await visitor.post(`/c/${campaign.slug}/comments`, guestOf(bodyOf(2)))
    const publicId = posted.headers.get("location")!.split("#comment-")[1]!
    const path = `/c/${campaign.slug}/comments/${publicId}`
    const commentId = (await findCommentId(campaign.id, publicId))!
    const long = "x".repeat(3_001)
    expect((await visitor.post(path, { action: "edit", body: long })).headers.get("location")).toBe(`${path}?draft=1`)
    expect(await keptWords(visitor, commentId, "comment-edit")).toMatchObject({
      values: { body: long },
      errors: [{ field: "body", code: "comment_too_long", params: { n: 1 } }],
    })
    expect((await visitor.post(path, { action: "edit", body: bodyOf(3) })).status).toBe(303)
    expect(await keptWords(visitor, commentId, "comment-edit")).toBeNull()
  })

  it("come back after a reply whose comment went meanwhile, to be posted by themselves", async () => {
    const [campaign, visitor] = [await createCampaign(), new Visitor(web.url)]
    const { publicId, commentId } = await createVisible(campaign)
    await decide(commentId, "remove")
    const back = await visitor.post(`/c/${campaign.slug}/comments`, { ...guestOf(bodyOf(4)), parent: publicId })
    expect(back.headers.get("location")).toContain("draft=1")
    const kept = await keptWords(visitor, campaign.id)
    expect(kept?.errors).toEqual([{ field: "form", code: "reply_gone" }])
    expect(kept?.values.parent).toBeUndefined()
  })
})

describe("the comment form as programs use it", () => {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(new URL(path, web.url), {
      method: "POST",
      headers: { ...JSON_CALLER, ...headers },
      body: JSON.stringify(body),
    })

  it("answers with what became of it and with the address to change it", async () => {
    const campaign = await createCampaign()
    const answer = await post(`/c/${campaign.slug}/comments`, guestOf(bodyOf(5)))
    expect(answer.status).toBe(202)
    const { status, id, manage } = (await answer.json()) as Record<string, string>
    expect(status).toBe("held")
    const token = manage!.split("/").at(-1)!
    const path = `/c/${campaign.slug}/comments/${id}`
    expect((await post(path, { action: "delete", token: "A".repeat(22) })).status).toBe(403)
    expect((await post(path, { action: "other", token })).status).toBe(422)
    expect(await (await post(path, { action: "edit", token, body: bodyOf(6) })).json()).toEqual({ status: "held" })
    expect(await (await post(path, { action: "delete", token })).json()).toEqual({ status: "deleted" })
    expect((await post(path, { action: "delete", token })).status).toBe(404)
  })

  it("says what is wrong as problem details, and repeats its first answer for a key", async () => {
    const campaign = await createCampaign()
    const path = `/c/${campaign.slug}/comments`
    const wrong = await post(path, { body: " ", name: "Ana", email: "nothing" })
    expect(wrong.status).toBe(422)
    expect(wrong.headers.get("content-type")).toContain("application/problem+json")
    const { errors } = (await wrong.json()) as { errors: { field: string; code: string }[] }
    expect(errors.map(({ field }) => field)).toEqual(["body", "email"])
    const words = guestOf(bodyOf(7))
    const twice = [1, 2].map(() => post(path, words, { "idempotency-key": "the-same-key-0001" }))
    const [first, second] = await Promise.all((await Promise.all(twice)).map((answer) => answer.json()))
    expect(first).toEqual(second)
  })
})
