import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { FRESH_MINUTES } from "#lib/domain/identity/rules"
import { findSession } from "#lib/domain/identity/sessions"
import { requestSignIn } from "#lib/domain/identity/sign-in"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { organiserDownload, requireFresh } from "#lib/web/auth/fresh"
import { claimOf } from "#lib/web/auth/organiser"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { loadDraft } from "#lib/web/drafts"
import { answerForm } from "#lib/web/form-handler"
import { createOrganiser, createSession } from "#tests/factories/organiser"
import { startHandlers } from "#tests/support/handlers"
import { lastMessageTo } from "#tests/support/mailbox"
import { Visitor } from "#tests/support/visitor"

let web: Awaited<ReturnType<typeof startHandlers>>

beforeAll(async () => {
  await loadKeyring()
  web = await startHandlers()
})
afterAll(() => web.close())

const NOON = new Date("2026-11-24T12:00:00Z")
const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000)
const FROM_HERE = { "sec-fetch-site": "same-origin" }

const mailedToken = async (email: string) => ((await lastMessageTo(email)).data as { token: string }).token

/** Signs in by a mailed link, as a browser does. */
async function signIn(email: string, visitor = new Visitor(web.url)): Promise<Visitor> {
  await requestSignIn(email, new Date())
  await visitor.post(`/login/link/${await mailedToken(email)}`, {}, FROM_HERE)
  return visitor
}

/** Lets the time pass after which a session has to be proved again. */
async function letItAge(visitor: Visitor): Promise<string> {
  const { sessionId } = (await claimOf(visitor.cookie))!
  const provedAt = new Date(Date.now() - (FRESH_MINUTES + 1) * 60_000)
  await db().organiserSession.update({ where: { id: sessionId }, data: { provedAt } })
  return sessionId
}

const done = organiserHandler(
  ["purpose"],
  async (form) => answerForm.next(form, "/admin?done=1", { status: 200, body: { status: "done" } }),
  { fresh: true, page: { path: "/admin/x?tab=2", kind: "x", scope: "" } },
)
const doneWithoutPage = organiserHandler(
  [],
  async (form) => answerForm.next(form, "/admin", { status: 200, body: {} }),
  {
    fresh: true,
  },
)

function posted(
  visitor: Visitor,
  more: Record<string, string> = {},
  body = "purpose=for+the+office&locale=es",
): Request {
  return new Request("http://127.0.0.1/admin/x", {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      cookie: visitor.cookie,
      ...FROM_HERE,
      ...more,
    },
    body,
  })
}

describe("a session", () => {
  it("is fresh for some minutes after it was proved, whatever it is used for", async () => {
    const { organiserId } = await createOrganiser()
    const claim = await createSession(organiserId, NOON)
    expect((await findSession(claim, minutes(FRESH_MINUTES - 1)))?.isFresh).toBe(true)
    expect((await findSession(claim, minutes(FRESH_MINUTES)))?.isFresh).toBe(false)
    expect((await findSession(claim, minutes(60)))?.organiser).toEqual({ name: "Olga", locale: "en" })
  })
})

describe("a step that needs a fresh sign-in", () => {
  it("is done by a fresh session", async () => {
    const visitor = await signIn((await createOrganiser()).email)
    const answer = await done(posted(visitor), {})
    expect(answer.headers.get("location")).toBe("/es/admin?done=1")
  })

  it("leads others to prove it, keeps what was typed, and back to the form by the mailed link", async () => {
    const { email } = await createOrganiser()
    const visitor = await signIn(email)
    const before = await letItAge(visitor)
    const answer = await done(posted(visitor), {})
    const back = "/admin/x?tab=2&draft=1"
    expect([answer.status, answer.headers.get("location")]).toEqual([
      303,
      `/es/login/again?return=${encodeURIComponent(back)}`,
    ])
    const form = /form=([^;]+)/.exec(answer.headers.get("set-cookie")!)![1]!
    expect((await loadDraft<{ values: object }>(form, { kind: "x", scope: "" }))?.data.values).toMatchObject({
      purpose: "for the office",
    })

    const asked = await visitor.post("/login/again", { return: back, locale: "es" }, FROM_HERE)
    expect(asked.headers.get("location")).toMatch(/^\/es\/login\/again\?return=.*&sent=1$/)
    const pressed = await visitor.post(`/login/link/${await mailedToken(email)}`, { locale: "es" }, FROM_HERE)
    expect(pressed.headers.get("location")).toBe(`/es${back}`)
    const { sessionId } = (await claimOf(visitor.cookie))!
    expect(sessionId).not.toBe(before)
    expect(await db().organiserSession.count({ where: { id: before } })).toBe(0)
    expect((await done(posted(visitor), {})).headers.get("location")).toBe("/es/admin?done=1")
  })

  it("tells programs so, and leads back to the page before where the form has no page of its own", async () => {
    const visitor = await signIn((await createOrganiser()).email)
    await letItAge(visitor)
    const json = await done(posted(visitor, { "content-type": "application/json" }, `{"purpose":"x"}`), {})
    expect([json.status, await json.json()]).toEqual([401, { status: "sign_in_again" }])
    const places = {
      "http://127.0.0.1:3000/fr/admin/people?saved=1": "/admin/people?saved=1",
      "https://evil.example//evil.example/admin": "/admin",
      "http://127.0.0.1:3000/privacy": "/admin",
    }
    for (const [referer, back] of Object.entries(places)) {
      const answer = await doneWithoutPage(posted(visitor, { referer }), {})
      expect(answer.headers.get("location")).toBe(`/es/login/again?return=${encodeURIComponent(back)}`)
    }
  })

  it("never leads to another site", async () => {
    const { email } = await createOrganiser()
    const visitor = await signIn(email)
    for (const evil of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
      await db().loginToken.deleteMany()
      await visitor.post("/login/again", { return: evil }, FROM_HERE)
      const pressed = await visitor.post(`/login/link/${await mailedToken(email)}`, {}, FROM_HERE)
      expect(pressed.headers.get("location")).toBe("/admin")
    }
  })

  it("is asked for by somebody signed in only, three times in a quarter of an hour at most", async () => {
    const nobody = await new Visitor(web.url).post("/login/again", { return: "/admin" }, FROM_HERE)
    expect(nobody.headers.get("location")).toBe("/login")
    const visitor = await signIn((await createOrganiser()).email)
    const statuses: number[] = []
    for (let tries = 0; tries < 3; tries++) {
      statuses.push((await visitor.post("/login/again", { return: "/admin" }, FROM_HERE)).status)
    }
    expect(statuses).toEqual([303, 303, 429])
  })
})

describe("a download that needs a fresh sign-in", () => {
  const file = organiserDownload(
    async (request, session) => requireFresh(request, session, "/admin/y") ?? new Response("file"),
  )
  const asked = (visitor: Visitor, more: Record<string, string> = {}) =>
    new Request("http://127.0.0.1/fr/admin/y/file", { headers: { cookie: visitor.cookie, ...more } })

  it("is given to a fresh session, and leads others to prove it", async () => {
    const visitor = await signIn((await createOrganiser()).email)
    expect(await (await file(asked(visitor), {})).text()).toBe("file")
    await letItAge(visitor)
    const answer = await file(asked(visitor), {})
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/fr/login/again?return=%2Fadmin%2Fy"])
    const json = await file(asked(visitor, { accept: "application/json" }), {})
    expect([json.status, await json.json()]).toEqual([401, { status: "sign_in_again" }])
    const nobody = await file(asked(new Visitor(web.url)), {})
    expect([nobody.status, nobody.headers.get("location")]).toEqual([303, "/fr/login"])
  })
})
