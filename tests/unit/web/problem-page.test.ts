import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { LOCALES } from "#lib/shared/locales"
import { problem } from "#lib/web/problem-page"

const STATUSES = [400, 403, 404, 405, 409, 413, 414, 415, 422, 429, 500, 503]

function request(headers: Record<string, string> = {}, path = "/c/x/signatures"): Request {
  return new Request(`http://site.example${path}`, { method: "POST", headers })
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" }
const unescape = (text: string) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? "")

/** What a browser would post from the form of a page. */
function fieldsOf(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input\b[^>]*>/g)].map(([tag]) => [
    / name="([^"]*)"/.exec(tag)?.[1] ?? "",
    / value="([^"]*)"/.exec(tag)?.[1] ?? "",
  ])
  const areas = [...page.matchAll(/<textarea\b[^>]* name="([^"]*)"[^>]*>\n?([^<]*)<\/textarea>/g)].map((found) => [
    found[1] ?? "",
    found[2] ?? "",
  ])
  return Object.fromEntries([...inputs, ...areas].map(([name = "", value = ""]) => [unescape(name), unescape(value)]))
}

describe("problem", () => {
  it("has a page for each status in each language", async () => {
    for (const locale of LOCALES) {
      for (const status of STATUSES) {
        const response = problem(request(), { status, locale, id: "ab12" })
        const page = await response.text()
        expect(response.status).toBe(status)
        expect(response.headers.get("cache-control")).toBe("no-store")
        expect(page).toContain(`<html lang="${locale}">`)
        expect(page).toMatch(/<h1>[^<{]+<\/h1>/)
        expect(page).not.toMatch(/problem\.|errors\.|\{\w+\}| style=|<script(?! async src)/)
        expect(page).toContain('href="/exit"')
      }
    }
  })

  it("speaks the language of the address, else the one the browser asks for", async () => {
    expect(await problem(request({ "accept-language": "ru" }, "/es/c/x"), { status: 404 }).text()).toContain(
      'lang="es"',
    )
    expect(await problem(request({ "accept-language": "ru" }), { status: 404 }).text()).toContain('lang="ru"')
  })

  it("keeps every word in a form that posts to the same address", async () => {
    const fields = {
      name: "Ana",
      email: "ana@example.org",
      consent: "yes",
      reason: "\nOne\nTwo",
      country: "ES",
      noEmail: "yes",
    }
    const response = problem(request(), {
      status: 429,
      retryAfterSeconds: 600,
      words: { fields, locale: "es", key: "k1" },
    })
    const page = await response.text()
    expect(response.headers.get("retry-after")).toBe("600")
    expect(page).toContain('<form method="post" action="/c/x/signatures">')
    expect(fieldsOf(page)).toEqual({ ...fields, locale: "es", key: "k1" })
    for (const name of ["name", "email", "consent", "reason"]) {
      expect(page).toMatch(new RegExp(`<label for="words-${name}">`))
      expect(page).toMatch(new RegExp(`id="words-${name}"`))
    }
    expect(page).toMatch(/<input type="hidden" name="country" value="ES"/)
  })

  it("keeps any text, and lets none become markup", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary" }).map((text) => text.toWellFormed().replace(/[\u0000\r]/g, "")),
        fc.constantFrom("name", "reason", "country"),
        async (text, name) => {
          const page = await problem(request(), {
            status: 503,
            words: { fields: { [name]: text }, locale: "en" },
          }).text()
          expect(fieldsOf(page)[name]).toBe(text)
          expect(page.match(/<script/g)).toHaveLength(1)
        },
      ),
    )
    const hostile = problem(request({}, `/c/"><script>alert(1)</script>/signatures`), {
      status: 503,
      words: { fields: {}, locale: "en" },
    })
    expect(await hostile.text()).not.toContain("<script>alert")
  })

  it("asks for one more press without showing anything", async () => {
    const words = { fields: { name: "Ana", reason: "Because" }, locale: "en" as const }
    const page = await problem(request(), { status: 200, kind: "continue", words }).text()
    expect(page).toContain("<h1>Please press Continue to go on.</h1>")
    expect(fieldsOf(page)).toEqual({ name: "Ana", reason: "Because", locale: "en" })
    expect(page.match(/<input (?!type="hidden")|<textarea/g)).toBeNull()
  })

  it("gives programs problem details", async () => {
    const callers: Record<string, string>[] = [{ "content-type": "application/json" }, { accept: "application/json" }]
    for (const headers of callers) {
      const errors = [
        { field: "reason", code: "reason_too_long", params: { n: 2 } },
        { field: "x", code: "unheard_of" },
      ]
      const response = problem(request(headers), { status: 422, errors, id: "ab12" })
      expect(response.headers.get("content-type")).toBe("application/problem+json; charset=utf-8")
      expect(await response.json()).toEqual({
        type: "about:blank",
        title: "We could not read that",
        status: 422,
        detail: expect.any(String),
        errors: [
          { field: "reason", code: "reason_too_long", message: "Your reason is 2 characters too long." },
          { field: "x", code: "unheard_of", message: "unheard_of" },
        ],
        id: "ab12",
      })
    }
    expect(
      problem(request({ accept: "text/html, application/json" }), { status: 404 }).headers.get("content-type"),
    ).toMatch(/html/)
  })

  it("says which methods an address knows", () => {
    expect(problem(request(), { status: 405, allow: "GET, HEAD" }).headers.get("allow")).toBe("GET, HEAD")
  })
})
