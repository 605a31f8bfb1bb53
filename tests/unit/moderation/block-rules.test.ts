import { describe, expect, it } from "vitest"
import { type BlockRule, matchBlockRules, parseBlockRule } from "#lib/domain/moderation/block-rules"

function rules(...typed: string[]): BlockRule[] {
  return typed.map((text) => {
    const read = parseBlockRule(text, "hold")
    if (!read.ok) throw new Error(`${text}: ${read.code}`)
    return read.value
  })
}

function hits(
  rule: string,
  text: string,
  more: { name?: string; website?: string; emailDomain?: string } = {},
): boolean {
  const target = {
    name: more.name ?? "Ana",
    text,
    website: more.website ?? null,
    emailDomain: more.emailDomain ?? null,
  }
  return matchBlockRules(rules(rule), target).length > 0
}

describe("block rules", () => {
  it("match whole words in a row, whatever their case and accents, never parts of words", () => {
    expect(hits("press", "the PRESS wrote")).toBe(true)
    expect(hits("press", "WordPress, press-up, oppression")).toBe(false)
    expect(hits("casino en linea", "Juega al casino en LÍNEA!")).toBe(true)
    expect(hits("free money", "free the money")).toBe(false)
    expect(hits("free money", "Free, money")).toBe(true)
    expect(hits("казино", "лучшее Казино.")).toBe(true)
    expect(hits("agent", "x", { name: "Agent" })).toBe(true)
  })

  it("match Chinese inside a sentence, since it has no spaces", () => {
    expect(hits("代开发票", "我们代开发票，税点低")).toBe(true)
    expect(hits("代开发票", "代你开发票")).toBe(false)
  })

  it("match a domain with everything under it, in links, website and e-mail address", () => {
    for (const rule of ["spam.example.com", "*.spam.example.com", "@spam.example.com", "https://spam.example.com/"]) {
      expect(hits(rule, "see https://a.spam.example.com/x")).toBe(true)
      expect(hits(rule, "spam.example.com")).toBe(true)
      expect(hits(rule, "https://notspam.example.com/ https://spam.example.com.evil.net/")).toBe(false)
      expect(hits(rule, "", { website: "https://spam.example.com/" })).toBe(true)
      expect(hits(rule, "", { emailDomain: "mail.spam.example.com" })).toBe(true)
    }
    expect(hits("bücher.example.com", "https://xn--bcher-kva.example.com/")).toBe(true)
  })

  it("refuse what would hold everything, or what this site is about", () => {
    const codes = [
      "",
      " !? ",
      "a",
      "x".repeat(101),
      "escort",
      "Sex",
      "BROTHELS",
      "condoms",
      "секс",
      "проституция",
      "性工作者",
      "sex work escort",
    ]
      .map((typed) => parseBlockRule(typed, "spam"))
      .map((read) => (read.ok ? "ok" : read.code))
    expect(codes).toEqual([
      ...["rule_empty", "rule_empty", "rule_too_short", "rule_too_long"],
      ...["rule_trade_word", "rule_trade_word", "rule_trade_word", "rule_trade_word"],
      ...["rule_trade_word", "rule_trade_word", "rule_trade_word", "ok"],
    ])
    expect(parseBlockRule("escort agency berlin", "hold").ok).toBe(true)
  })
})
