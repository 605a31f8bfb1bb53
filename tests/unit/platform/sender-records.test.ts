import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { checkSenderRecords } from "#lib/platform/sender-records"
import { startNameServer } from "#tests/support/name-server"

const KEY = "MIGfMA0GCSq".repeat(30)
let names: Awaited<ReturnType<typeof startNameServer>>

beforeAll(async () => {
  names = await startNameServer({
    "good.example": ["unrelated", "v=spf1 include:mail.example -all"],
    "_dmarc.good.example": ["v=DMARC1; p=reject; rua=mailto:post@good.example"],
    "mail._domainkey.good.example": [`v=DKIM1; k=rsa; p=${KEY}`],
    "twice.example": ["v=spf1 -all", "v=spf1 mx -all"],
    "_dmarc.twice.example": ["v=DMARC1; sp=none"],
    "mail._domainkey.twice.example": ["v=DKIM1; k=rsa; p=OTHER"],
    "silent.example": "silent",
    "_dmarc.silent.example": "silent",
  })
})
afterAll(() => names.close())

const check = (domain: string, isSigned = true) =>
  checkSenderRecords(domain, {
    dkim: isSigned ? { domain, selector: "mail", publicKey: KEY } : null,
    servers: [names.server],
  })

describe("the records of a sender's domain", () => {
  it("are found", async () => {
    const found = await check("good.example")
    expect(found.map(({ kind, state, add }) => [kind, state, add])).toEqual([
      ["SPF", "found", null],
      ["DMARC", "found", null],
      ["DKIM", "found", null],
    ])
    expect(found[0]!.found).toBe("v=spf1 include:mail.example -all")
  })

  it("are given as they should be where they are missing or wrong", async () => {
    expect(await check("bare.example")).toEqual([
      { kind: "SPF", name: "bare.example", state: "missing", found: null, add: "v=spf1 mx -all" },
      { kind: "DMARC", name: "_dmarc.bare.example", state: "missing", found: null, add: "v=DMARC1; p=quarantine" },
      {
        kind: "DKIM",
        name: "mail._domainkey.bare.example",
        state: "missing",
        found: null,
        add: `v=DKIM1; k=rsa; p=${KEY}`,
      },
    ])
    expect((await check("twice.example")).map(({ state }) => state)).toEqual(["wrong", "wrong", "wrong"])
  })

  it("are not asked for where the site does not sign", async () => {
    expect((await check("good.example", false)).map(({ kind }) => kind)).toEqual(["SPF", "DMARC"])
  })

  it("are unknown after three seconds without an answer", async () => {
    const begin = Date.now()
    expect((await check("silent.example", false)).map(({ state }) => state)).toEqual(["unknown", "unknown"])
    expect(Date.now() - begin).toBeLessThan(4_500)
  }, 8_000)
})
