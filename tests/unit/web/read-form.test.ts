import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { keepBody, readForm } from "#lib/web/read-form"

function post(body: string | Uint8Array<ArrayBuffer>, type?: string): Request {
  const request = new Request("http://site.example/c/x/signatures", { method: "POST", body })
  request.headers.delete("content-type")
  if (type) request.headers.set("content-type", type)
  return request
}

const URLENCODED = "application/x-www-form-urlencoded"
const bytes = (...values: number[]) => new Uint8Array(values)

async function read(request: Request) {
  const form = await readForm(request)
  return form.ok ? { ...form.values } : form.status
}

describe("readForm", () => {
  it("reads what browsers send, the last value of each name", async () => {
    expect(await read(post("name=Ana+L%C3%B3pez&town=&empty&name=%E4%B8%AD%20x&&c=1%2B1", URLENCODED))).toEqual({
      name: "中 x",
      town: "",
      empty: "",
      c: "1+1",
    })
    expect(await read(post("name=100%&town=5%zz", `${URLENCODED}; charset=UTF-8`))).toEqual({
      name: "100%",
      town: "5%zz",
    })
    expect(await read(post("name=Ünï", URLENCODED))).toEqual({ name: "Ünï" })
  })

  it("reads multipart forms with text fields only", async () => {
    const form = new FormData()
    form.append("name", "Ana\r\nMaría")
    form.append("town", "中")
    expect(await read(new Request("http://x/", { method: "POST", body: form }))).toEqual({
      name: "Ana\r\nMaría",
      town: "中",
    })
    form.append("file", new File(["x"], "x.txt"))
    expect(await read(new Request("http://x/", { method: "POST", body: form }))).toBe(415)
    expect(await read(post("no boundary", "multipart/form-data"))).toBe(400)
    expect(await read(post("--b\r\nbroken", "multipart/form-data; boundary=b"))).toBe(400)
  })

  it("reads flat JSON", async () => {
    const request = post(
      JSON.stringify({ name: "Ana", consent: true, updates: false, town: null, n: 5 }),
      "application/json",
    )
    const form = await readForm(request)
    expect(form).toMatchObject({ ok: true, isJson: true, values: { name: "Ana", consent: "yes", n: "5" } })
  })

  it.each([
    ["name=%ff", URLENCODED, 400],
    ["name=%c0%af", URLENCODED, 400],
    ["name=%ed%a0%80", URLENCODED, 400],
    ["name=a%00b", URLENCODED, 400],
    ["na%00me=a", URLENCODED, 400],
    [bytes(110, 61, 0xff), URLENCODED, 400],
    ["a=1&".repeat(101), URLENCODED, 400],
    ["[]", "application/json", 400],
    ["null", "application/json", 400],
    ["{", "application/json", 400],
    ['"text"', "application/json", 400],
    ['{"name":{"a":1}}', "application/json", 400],
    ['{"name":["a"]}', "application/json", 400],
    ['{"name":"\\u0000"}', "application/json", 400],
    ['{"name":"\\ud800"}', "application/json", 400],
    ["[".repeat(60_000), "application/json", 400],
    [bytes(123, 0xff, 125), "application/json", 400],
    ["name=a", "text/plain", 415],
    ["name=a", undefined, 415],
    ["name=a", `${URLENCODED}; charset=windows-1251`, 415],
    ["<a/>", "application/xml", 415],
    [`name=${"a".repeat(65_536)}`, URLENCODED, 413],
  ])("refuses %j as %s: %i", async (body, type, code) => {
    expect(await read(post(body, type))).toBe(code)
  })

  it("takes 64 kB to the byte", async () => {
    expect(await read(post(`name=${"a".repeat(65_536 - 5)}`, URLENCODED))).toEqual({ name: "a".repeat(65_531) })
  })

  it("lets no field name reach a prototype, and leaves out the framework's fields", async () => {
    for (const request of [
      post("__proto__=x&constructor=y&%24ACTION_ID=1&_method=put", URLENCODED),
      post('{"__proto__":"x","constructor":"y","$ACTION_ID":"1"}', "application/json"),
    ]) {
      const form = await readForm(request)
      if (!form.ok) throw new Error(String(form.status))
      expect(Object.getPrototypeOf(form.values)).toBeNull()
      expect(Object.keys(form.values)).toEqual(["constructor"])
      expect(({} as Record<string, unknown>).x).toBeUndefined()
    }
  })

  it("uses the body that was read before", async () => {
    const request = new Request("http://x/", { method: "POST", headers: { "content-type": URLENCODED } })
    keepBody(request, Buffer.from("name=Ana"))
    expect(await read(request)).toEqual({ name: "Ana" })
    expect(await read(request)).toEqual({ name: "Ana" })
  })

  it("gives back every text that a browser can send", async () => {
    const text = fc.string({ unit: "binary" }).map((value) => value.toWellFormed().replaceAll("\u0000", ""))
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text, { maxKeys: 9 }), async (values) => {
        const encoded = new URLSearchParams(values).toString()
        expect(await read(post(encoded, URLENCODED))).toEqual(values)
        expect(await read(post(JSON.stringify(values), "application/json"))).toEqual(values)
      }),
    )
  })
})
