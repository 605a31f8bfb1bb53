import { request } from "node:http"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { akismetAccount, checkComment, submitHam, submitSpam, usageLimit } from "#lib/domain/moderation/akismet"
import { RECHECK_REJECTED_SECONDS, RECHECK_SECONDS, verifyKey, withoutNetwork } from "#lib/domain/moderation/akismet"
import type { AkismetAccount, AkismetComment } from "#lib/domain/moderation/akismet-schema"
import { redactKeys, retryAfterSeconds } from "#lib/domain/moderation/akismet-transport"
import { type FakeAkismet, startFakeAkismet } from "#tests/support/fake-akismet"

let fake: FakeAkismet
let account: AkismetAccount

const comment: AkismetComment = {
  type: "comment",
  author: "Ana",
  website: "https://ana.example",
  content: "Health care without fear.",
  permalink: "https://petition.example.org/c/safe/comments",
  postedAt: "2026-11-24T08:00:00Z",
  pageModifiedAt: "2026-11-20T08:00:00Z",
  parentId: "17",
  context: ["petition"],
  languages: ["en", "zh"],
  honeypot: { name: "leaveEmpty", value: "" },
  network: { ip: "192.0.2.7", userAgent: "Browser/1.0", referrer: "https://petition.example.org/" },
}

beforeEach(async () => {
  fake = await startFakeAkismet()
  account = { key: fake.key, baseUrl: fake.url, blog: "https://petition.example.org", timeoutMs: 250 }
})

afterEach(async () => {
  fake.problems.splice(0).forEach((problem) => expect.unreachable(problem))
  await fake.close()
})

describe("comment-check", () => {
  it("sends each documented field, and nothing that could name the person's mailbox", async () => {
    const answer = await checkComment(account, comment, {
      recheckReason: "edit",
      classify: true,
      callback: "https://a.example/x",
    })

    expect(answer).toMatchObject({
      verdict: "ham",
      discard: false,
      guid: "guid-1",
      recheckAfterSeconds: null,
      error: null,
    })
    expect(Object.fromEntries(fake.calls[0]!.fields)).toEqual({
      api_key: fake.key,
      blog: "https://petition.example.org",
      user_ip: "192.0.2.7",
      user_agent: "Browser/1.0",
      referrer: "https://petition.example.org/",
      permalink: comment.permalink,
      comment_type: "comment",
      comment_author: "Ana",
      comment_author_url: "https://ana.example",
      comment_content: "Health care without fear.",
      comment_date_gmt: "2026-11-24T08:00:00Z",
      comment_post_modified_gmt: "2026-11-20T08:00:00Z",
      comment_parent: "17",
      comment_context: "petition",
      blog_lang: "en, zh",
      blog_charset: "UTF-8",
      honeypot_field_name: "leaveEmpty",
      leaveEmpty: "",
      recheck_reason: "edit",
      callback: "https://a.example/x",
      classify: "1",
    })
    expect(fake.calls[0]!.headers["user-agent"]).toBe("TwoMinutes/0.1.0 | Akismet/1.1")
    expect(fake.calls[0]!.headers.cookie).toBeUndefined()
  })

  it("sends several contexts under the other name", async () => {
    await checkComment({ ...account, isTest: true }, { ...comment, context: ["petition", "health"] })
    expect(fake.calls[0]!.fields.filter(([name]) => name.startsWith("comment_context"))).toEqual([
      ["comment_context[]", "petition"],
      ["comment_context[]", "health"],
    ])
    expect(fake.calls[0]!.field("is_test")).toBe("1")
  })

  it.each(["akismet-guaranteed-spam", "viagra-test-123"])("knows the test value %s", async (author) => {
    expect(await checkComment(account, { ...comment, author })).toMatchObject({ verdict: "spam", discard: false })
    expect(await checkComment(account, { ...comment, author, role: "administrator" })).toMatchObject({ verdict: "ham" })
  })

  it("reads the tip to discard", async () => {
    fake.next({ kind: "discard" })
    expect(await checkComment(account, comment)).toMatchObject({ verdict: "spam", discard: true })
  })

  it("does not take a preliminary false for a verdict", async () => {
    fake.next({ kind: "recheck", seconds: "120" }, { kind: "recheck", seconds: "soon" })
    expect(await checkComment(account, comment)).toMatchObject({
      verdict: "unsure",
      recheckAfterSeconds: 120,
      error: null,
    })
    expect(await checkComment(account, comment)).toMatchObject({
      verdict: "unsure",
      recheckAfterSeconds: RECHECK_SECONDS,
    })
  })

  it("keeps the verdict when an alert comes with it", async () => {
    const headers = {
      "X-akismet-alert-code": "10003",
      "X-akismet-alert-msg": `Plan is personal; key ${fake.key}`,
      "X-akismet-alert-api-calls": "12",
      "X-akismet-alert-upgrade-plan": "pro",
      "X-akismet-alert-upgrade-url": "javascript:alert(1)",
    }
    fake.next({ kind: "headers", headers, body: "true" })
    const answer = await checkComment(account, comment)
    expect(answer).toMatchObject({ verdict: "spam", alert: { code: "10003", apiCalls: 12, usageLimit: null } })
    expect(answer.alert?.message).toBe("Plan is personal; key [key]")
    expect(answer.alert?.upgrade).toEqual({ plan: "pro", url: null, type: "", viaSupport: false })
  })

  it.each(["", "True", "true\n", " true", "TRUE", "1", "<html><p>false</p></html>", "falsetrue", "null"])(
    "is unsure about the body %j",
    async (body) => {
      fake.next({ kind: "body", body, type: "text/html" })
      expect(await checkComment(account, comment)).toMatchObject({
        verdict: "unsure",
        recheckAfterSeconds: RECHECK_SECONDS,
        error: { code: "garbled" },
      })
    },
  )

  it("is unsure about a body without end", async () => {
    fake.next({ kind: "body", body: "false".repeat(100_000) })
    expect(await checkComment(account, comment)).toMatchObject({ verdict: "unsure", error: { code: "garbled" } })
  })

  it("is unsure when the key is wrong or the account suspended, whatever the body says", async () => {
    const wrong = await checkComment({ ...account, key: "wrong0wrong0" }, comment)
    expect(wrong).toMatchObject({
      verdict: "unsure",
      error: { code: "rejected" },
      debugHelp: "Wrong key.",
      recheckAfterSeconds: RECHECK_REJECTED_SECONDS,
    })
    fake.next({ kind: "headers", headers: { "X-akismet-error": "Suspended" }, body: "false" })
    expect(await checkComment(account, comment)).toMatchObject({
      verdict: "unsure",
      error: { code: "account" },
      debugHelp: "Suspended",
    })
  })

  it("tries once more after a failure that passes, and not a third time", async () => {
    for (const first of [
      { kind: "hang" },
      { kind: "drip" },
      { kind: "reset" },
      { kind: "status", status: 500 },
    ] as const) {
      fake.calls.length = 0
      fake.next(first)
      expect(await checkComment(account, comment)).toMatchObject({ verdict: "ham" })
      expect(fake.calls).toHaveLength(2)

      fake.next(first, first)
      expect(await checkComment(account, comment)).toMatchObject({
        verdict: "unsure",
        recheckAfterSeconds: RECHECK_SECONDS,
      })
      expect(fake.calls).toHaveLength(4)
    }
  })

  it("waits five seconds for an answer, unless told otherwise", async () => {
    const timeout = vi.spyOn(AbortSignal, "timeout")
    await checkComment({ ...account, timeoutMs: undefined }, comment)
    await checkComment(account, comment)
    expect(timeout.mock.calls).toEqual([[5_000], [250]])
    timeout.mockRestore()
  })

  it("names the kind of failure", async () => {
    const codes = []
    for (const kind of ["hang", "drip", "reset"] as const) {
      fake.next({ kind }, { kind })
      codes.push((await checkComment(account, comment)).error?.code)
    }
    codes.push((await checkComment({ ...account, baseUrl: "http://127.0.0.1:1" }, comment)).error?.code)
    codes.push((await checkComment(account, comment, { stop: AbortSignal.abort() })).error?.code)
    expect(codes).toEqual(["timeout", "timeout", "unreachable", "unreachable", "stopped"])
  })

  it("backs off when asked to, in seconds or until a date, and does not insist", async () => {
    fake.next({ kind: "status", status: 429, headers: { "Retry-After": "3600" } })
    expect(await checkComment(account, comment)).toMatchObject({
      verdict: "unsure",
      recheckAfterSeconds: 3600,
      error: { code: "busy", retryAfterSeconds: 3600 },
    })
    const at = new Date(Date.now() + 7_200_000).toUTCString()
    fake.next({ kind: "status", status: 503, headers: { "Retry-After": at } })
    const answer = await checkComment(account, comment)
    expect(answer.error?.code).toBe("server_error")
    expect(answer.error?.retryAfterSeconds).toBeGreaterThan(7_100)
    fake.next({ kind: "status", status: 429, headers: { "Retry-After": "never" } })
    expect(await checkComment(account, comment)).toMatchObject({ recheckAfterSeconds: RECHECK_SECONDS })
    expect(fake.calls).toHaveLength(3)
  })

  it("does not follow a redirect with the comment in its hands", async () => {
    fake.next({ kind: "status", status: 307, headers: { Location: `${fake.url}/1.1/comment-check` } })
    expect(await checkComment(account, comment)).toMatchObject({ verdict: "unsure", error: { code: "garbled" } })
    expect(fake.calls).toHaveLength(1)
  })

  it("sends nothing where the campaign keeps the network address", async () => {
    const answers = await Promise.all([
      checkComment(account, { ...comment, network: null }),
      checkComment(account, { ...comment, network: { ip: "unknown" } }),
    ])
    for (const answer of answers) {
      expect(answer).toMatchObject({
        verdict: "unsure",
        recheckAfterSeconds: null,
        error: { code: "no_network_address" },
      })
    }
    expect(fake.calls).toHaveLength(0)
  })

  it("survives hostile words in every field", async () => {
    const hostile = "\u0000\ud800</script>\r\nX-Injected: 1&api_key=other&user_role=administrator"
    const answer = await checkComment(account, {
      ...comment,
      author: hostile,
      content: hostile,
      network: { ip: "2001:db8::1", userAgent: hostile },
    })
    expect(answer.verdict).toBe("ham")
    expect(fake.calls[0]!.field("user_role")).toBeUndefined()
    expect(fake.calls[0]!.field("comment_content")).toBe(hostile.toWellFormed())
  })

  it("refuses a trap field named like a field of the protocol", async () => {
    await expect(checkComment(account, { ...comment, honeypot: { name: "user_ip", value: "" } })).rejects.toThrow(
      RangeError,
    )
  })
})

describe("feedback", () => {
  it("repeats the values of the check without facts of the connection", async () => {
    await checkComment(account, comment, { classify: true })
    const snapshot: AkismetComment = JSON.parse(JSON.stringify(withoutNetwork(comment)))
    expect(JSON.stringify(snapshot)).not.toContain("192.0.2.7")

    expect(await submitSpam(account, snapshot, "ham")).toEqual({ accepted: true, error: null, debugHelp: null })
    expect(await submitHam(account, snapshot, null)).toMatchObject({ accepted: true })
    const [, spam, ham] = fake.calls
    expect([spam!.call, ham!.call]).toEqual(["submit-spam", "submit-ham"])
    expect(spam!.field("comment_check_response")).toBe("false")
    expect(ham!.field("comment_check_response")).toBeUndefined()
    for (const call of [spam!, ham!]) {
      expect(call.field("user_ip")).toBe("")
      expect(call.field("user_agent")).toBeUndefined()
      expect(call.field("referrer")).toBeUndefined()
      expect(call.field("reporter")).toBe("moderator")
    }
  })

  it("is caught by the fake when the values differ", async () => {
    await checkComment(account, comment)
    await submitSpam(account, { ...comment, author: "Someone else" }, "ham")
    expect(fake.problems.splice(0)).toEqual(["submit-spam: values differ from the check"])
  })

  it("reports a refusal, so that it can be sent again", async () => {
    fake.next({ kind: "body", body: "Invalid Key" }, { kind: "body", body: "<html>" }, { kind: "status", status: 429 })
    await checkComment({ ...account, baseUrl: "http://127.0.0.1:1" }, comment)
    const answers = [1, 2, 3].map(() => submitHam(account, comment, "spam"))
    const codes = []
    for (const answer of answers) codes.push((await answer).error?.code)
    expect(codes.sort()).toEqual(["busy", "garbled", "rejected"])
    fake.problems.length = 0
  })
})

describe("verify-key and usage-limit", () => {
  it("tells a wrong key from an outage", async () => {
    expect(await verifyKey(account)).toMatchObject({ state: "valid" })
    expect(await verifyKey({ ...account, key: "wrong0wrong0" })).toMatchObject({
      state: "invalid",
      debugHelp: "Wrong key.",
    })
    fake.next({ kind: "status", status: 500 }, { kind: "status", status: 500 }, { kind: "body", body: "<html>valid" })
    expect(await verifyKey(account)).toMatchObject({ state: "unknown", error: { code: "server_error" } })
    expect(await verifyKey(account)).toMatchObject({ state: "unknown", error: { code: "garbled" } })
  })

  it("reads the usage of the month", async () => {
    expect(await usageLimit(account)).toEqual({
      ok: true,
      value: { limit: 10_000, usage: 1, percentage: 0.1, throttled: false },
    })
    const unlimited = { limit: "none", usage: "5", percentage: "0.00", throttled: true, upgrade: false }
    fake.next(
      { kind: "body", body: JSON.stringify(unlimited) },
      { kind: "body", body: "{" },
      { kind: "body", body: "[]" },
    )
    expect(await usageLimit(account)).toMatchObject({ ok: true, value: { limit: null, throttled: true } })
    expect(await usageLimit(account)).toEqual({ ok: false, code: "garbled" })
    expect(await usageLimit(account)).toEqual({ ok: false, code: "garbled" })
    expect(await usageLimit({ ...account, key: "wrong0wrong0" })).toEqual({ ok: false, code: "rejected" })
  })
})

describe("the strict fake", () => {
  const post = (path: string, body: string, headers: Record<string, string> = {}, method = "POST") =>
    new Promise<{ status: number; body: string; help: string }>((done, failed) => {
      const sent = request(`${fake.url}${path}`, { method, headers }, (response) => {
        let text = ""
        response.setEncoding("utf8")
        response.on("data", (chunk: string) => (text += chunk))
        response.on("end", () =>
          done({ status: response.statusCode!, body: text, help: String(response.headers["x-akismet-debug-help"]) }),
        )
      })
      sent.on("error", failed)
      sent.end(body)
    })
  const FORM = { "Content-Type": "application/x-www-form-urlencoded" }

  it("answers wrong requests with 200 and invalid", async () => {
    const good = { api_key: fake.key, blog: "https://a.example", user_ip: "192.0.2.1" }
    const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
    const wrong = [
      await post("/1.1/comment-check", JSON.stringify(good), { "Content-Type": "application/json" }),
      await post("/1.1/comment-check", "", FORM, "GET"),
      await post("/1.1/comment-check", form({ ...good, blog: "a.example" }), FORM),
      await post("/1.1/comment-check", form({ ...good, user_ip: "" }), FORM),
      await post("/1.1/comment-check", form({ ...good, api_key: "other" }), FORM),
    ]
    expect(wrong.map(({ status, body }) => [status, body])).toEqual(wrong.map(() => [200, "invalid"]))
    expect(wrong.every(({ help }) => help !== "undefined")).toBe(true)
    const { api_key: _, ...keyless } = good
    const host = { ...FORM, Host: `${fake.key}.rest.akismet.example` }
    expect(await post("/1.1/comment-check", form(keyless), host)).toMatchObject({ body: "false" })
  })

  it("lists what may never be sent", async () => {
    const fields = {
      api_key: fake.key,
      blog: "https://a.example",
      user_ip: "192.0.2.1",
      HTTP_COOKIE: "a=b",
      POST_body: "x",
      comment_author_email: "akismet-guaranteed-spam@example.com",
      surprise: "x",
    }
    const answer = await post("/1.1/comment-check", new URLSearchParams(fields).toString(), { ...FORM, Cookie: "a=b" })
    expect(answer.body).toBe("true")
    await post("/1.1/submit-spam", new URLSearchParams({ ...fields, callback: "https://a.example" }).toString(), FORM)
    expect(fake.problems.splice(0)).toEqual([
      "comment-check: a cookie was sent",
      "comment-check: server variable HTTP_COOKIE",
      "comment-check: server variable POST_body",
      "comment-check: unknown field surprise",
      "comment-check: an e-mail address was sent",
      "submit-spam: server variable HTTP_COOKIE",
      "submit-spam: server variable POST_body",
      "submit-spam: unknown field surprise",
      "submit-spam: an e-mail address was sent",
      "submit-spam: callback or classify in feedback",
    ])
    fake.problems.push("left")
    await expect(fake.close()).rejects.toThrow("left")
    fake.problems.length = 0
    fake = await startFakeAkismet()
  })
})

describe("helpers", () => {
  it("takes keys out of what is shown", () => {
    expect(redactKeys("POST /x?api_key=abc123&b=1 key=zzz https://abc123def.rest.akismet.com/1.1 abc", "abc")).toBe(
      "POST /x?api_key=[key]&b=1 key=[key] https://[key].rest.akismet.com/1.1 [key]",
    )
  })

  it("bounds how long it waits", () => {
    const now = new Date("2026-11-24T00:00:00Z")
    expect(retryAfterSeconds("30", now)).toBe(30)
    expect(retryAfterSeconds("999999999", now)).toBe(86_400)
    expect(retryAfterSeconds("Tue, 24 Nov 2026 00:01:00 GMT", now)).toBe(60)
    expect(retryAfterSeconds("Tue, 24 Nov 2020 00:01:00 GMT", now)).toBe(0)
    expect(retryAfterSeconds("-5 apples", now)).toBeNull()
    expect(retryAfterSeconds(null, now)).toBeNull()
  })

  it("has no account without a key", () => {
    const settings = { AKISMET_URL: "https://rest.akismet.com/", baseUrl: "https://a.example" }
    expect(akismetAccount(settings)).toBeNull()
    expect(akismetAccount({ ...settings, AKISMET_KEY: "abcdef" })?.baseUrl).toBe("https://rest.akismet.com")
  })
})
