import { createSecretKey } from "node:crypto"
import { describe, expect, it } from "vitest"
import { decrypt, encrypt } from "#lib/platform/cipher"
import { EnvError, parseEnv } from "#lib/platform/env"
import { fingerprint } from "#lib/platform/fingerprints"
import { newId } from "#lib/platform/ids"
import { hashToken, isToken, newCode, newReceiptCode, newToken, normaliseReceiptCode } from "#lib/platform/tokens"

const MINIMUM = { DATABASE_URL: "postgresql://a:b@127.0.0.1:5432/c", APP_SECRET: "x".repeat(32) }

describe("encryption", () => {
  const key = createSecretKey(Buffer.alloc(32, 7))

  it("opens only with the same key, context and bytes", () => {
    const sealed = encrypt(key, "row 1", Buffer.from("secret"))
    expect(decrypt(key, "row 1", sealed).toString()).toBe("secret")
    expect(() => decrypt(key, "row 2", sealed)).toThrow()
    expect(() => decrypt(createSecretKey(Buffer.alloc(32, 8)), "row 1", sealed)).toThrow()
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed)
      changed[index]! ^= 1
      expect(() => decrypt(key, "row 1", changed)).toThrow()
    }
  })

  it("never gives the same bytes twice", () => {
    expect(encrypt(key, "c", Buffer.from("a")).equals(encrypt(key, "c", Buffer.from("a")))).toBe(false)
  })
})

describe("fingerprints", () => {
  it("differ by purpose, scope and value, and cannot be shifted from one to the other", () => {
    const all = [
      fingerprint("mail", "", "a@b.example"),
      fingerprint("signature", "", "a@b.example"),
      fingerprint("mail", "x", "a@b.example"),
      fingerprint("mail", "", "c@b.example"),
      fingerprint("mail", "a", "b"),
      fingerprint("mail", "ab", ""),
    ]
    expect(new Set(all.map((value) => value.toString("hex"))).size).toBe(all.length)
  })
})

describe("tokens and codes", () => {
  it("have the promised forms", () => {
    const token = newToken()
    expect(isToken(token)).toBe(true)
    expect(Buffer.from(token, "base64url")).toHaveLength(16)
    expect(hashToken(token)).toHaveLength(32)
    expect(newCode()).toMatch(/^\d{6}$/)
    expect(newReceiptCode()).toMatch(/^[A-HJ-KM-NP-Z2-9]{4}(-[A-HJ-KM-NP-Z2-9]{4}){2}$/)
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it("read a receipt code in any spelling and nothing else", () => {
    expect(normaliseReceiptCode(" 7k4m q2xn–93td ")).toBe("7K4MQ2XN93TD")
    for (const wrong of ["", "7K4M-Q2XN-93T", "7K4M-Q2XN-93TDA", "7K4M-Q2XN-93TO", "ñ".repeat(12)]) {
      expect(normaliseReceiptCode(wrong)).toBeNull()
    }
  })
})

describe("settings", () => {
  it("have sensible defaults", () => {
    expect(parseEnv(MINIMUM)).toMatchObject({
      PORT: 3000,
      HOST: "127.0.0.1",
      baseUrl: "http://127.0.0.1:3000",
      isHttps: false,
      isLocalMail: true,
      WORKER: "inline",
    })
  })

  it.each([
    ["PORT", "eighty"],
    ["APP_URL", "petition.example.org"],
    ["DATABASE_URL", "mysql://a"],
    ["APP_SECRET", "short"],
    ["SMTP_URL", "mail.example.org"],
    ["WORKER", "maybe"],
    ["RATE_LIMITS", '{"sign":{"tries":0}}'],
    ["MAIL_FROM", "nobody"],
    ["METRICS_TOKEN", "short"],
  ])("stop the start when %s is %s, and name it", (name, value) => {
    expect(() => parseEnv({ ...MINIMUM, [name]: value })).toThrow(EnvError)
    expect(() => parseEnv({ ...MINIMUM, [name]: value })).toThrow(new RegExp(`${name}: `))
  })
})
