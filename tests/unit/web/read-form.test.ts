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
  return form.ok ? { ...form.value.values } : form.code
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
    expect(await read(new Request("http://x/", { method: "POST", body: form }))).toBe("media_type")
    expect(await read(post("no boundary", "multipart/form-data"))).toBe("malformed")
    expect(await read(post("--b\r\nbroken", "multipart/form-data; boundary=b"))).toBe("malformed")
  })

  it("reads flat JSON", async () => {
    const request = post(
      JSON.stringify({ name: "Ana", consent: true, updates: false, town: null, n: 5 }),
      "application/json",
    )
    const form = await readForm(request)
    expect(form).toMatchObject({ ok: true, value: { isJson: true, values: { name: "Ana", consent: "yes", n: "5" } } })
  })

  it.each([
    ["name=%ff", URLENCODED, "malformed"],
    ["name=%c0%af", URLENCODED, "malformed"],
    ["name=%ed%a0%80", URLENCODED, "malformed"],
    ["name=a%00b", URLENCODED, "malformed"],
    ["na%00me=a", URLENCODED, "malformed"],
    [bytes(110, 61, 0xff), URLENCODED, "malformed"],
    ["a=1&".repeat(101), URLENCODED, "malformed"],
    ["[]", "application/json", "malformed"],
    ["null", "application/json", "malformed"],
    ["{", "application/json", "malformed"],
    ['"text"', "application/json", "malformed"],
    ['{"name":{"a":1}}', "application/json", "malformed"],
    ['{"name":["a"]}', "application/json", "malformed"],
    ['{"name":"\\u0000"}', "application/json", "malformed"],
    ['{"name":"\\ud800"}', "application/json", "malformed"],
    ["[".repeat(60_000), "application/json", "malformed"],
    [bytes(123, 0xff, 125), "application/json", "malformed"],
    ["name=a", "text/plain", "media_type"],
    ["name=a", undefined, "media_type"],
    ["name=a", `${URLENCODED}; charset=windows-1251`, "media_type"],
    ["<a/>", "application/xml", "media_type"],
    [`name=${"a".repeat(65_536)}`, URLENCODED, "too_large"],
  ])("refuses %j as %s: %s", async (body, type, code) => {
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
      if (!form.ok) throw new Error(form.code)
      expect(Object.getPrototypeOf(form.value.values)).toBeNull()
      expect(Object.keys(form.value.values)).toEqual(["constructor"])
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
