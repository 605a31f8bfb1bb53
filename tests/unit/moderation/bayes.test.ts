import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { combineModels, emptyModel, fromBayesJson, learn, spamminess } from "#lib/domain/moderation/bayes"
import { type BayesModel, CANNOT_TELL, toBayesJson, unlearn } from "#lib/domain/moderation/bayes"
import { features, hash32 } from "#lib/domain/moderation/tokens"
import { HOSTILE_VALUES, largeHostileValues } from "#tests/support/hostile-corpus"

const HAM = "the law makes me work alone and that is dangerous"
const SPAM = "buy cheap watches online today with a big discount"

function taught(times = 12): BayesModel {
  const model = emptyModel()
  for (let round = 0; round < times; round++) {
    learn(model, HAM, "ham")
    learn(model, SPAM, "spam")
  }
  return model
}

describe("the classifier", () => {
  it("says nothing until it has seen enough of both kinds, and of what it does not know", () => {
    expect(spamminess(emptyModel(), SPAM)).toBe(CANNOT_TELL)
    expect(spamminess(taught(9), SPAM)).toBe(CANNOT_TELL)
    expect(spamminess(taught(), "völlig fremde wörter hier")).toBe(CANNOT_TELL)
    expect(spamminess(taught(), "")).toBe(CANNOT_TELL)
  })

  it("follows what moderators decide, and forgets a decision that was undone", () => {
    const model = taught()
    expect(spamminess(model, "cheap watches with a discount today")).toBeGreaterThan(0.95)
    expect(spamminess(model, "the law makes it dangerous")).toBeLessThan(0.05)

    const before = JSON.stringify(toBayesJson(model))
    learn(model, "free tickets for everybody", "spam")
    unlearn(model, "free tickets for everybody", "spam")
    expect(JSON.stringify(toBayesJson(model))).toBe(before)
  })

  it("is not sure because of two words", () => {
    expect(spamminess(taught(), "cheap discount")).toBeLessThan(0.8)
  })

  it("changes its mind when this site's moderators see it differently", () => {
    const own = emptyModel()
    for (let round = 0; round < 8; round++) learn(own, SPAM, "ham")
    const both = combineModels(taught(), own)
    expect(spamminess(both, SPAM)).toBeLessThan(spamminess(taught(), SPAM))
    expect([both.spam, both.ham]).toEqual([12, 12 + 3 * 8])
  })

  it("stays bounded: in buckets, in counts and in bytes", () => {
    const model = emptyModel()
    for (let round = 0; round < 10_000; round++)
      learn(model, `word${round} other${round * 7}`, round % 2 ? "ham" : "spam")
    expect(model.spam + model.ham).toBeLessThan(10_000)
    for (const bucket of model.counts.keys()) expect(bucket).toBeLessThan(65_536)
    expect(JSON.stringify(toBayesJson(model)).length).toBeLessThan(1_200_000)
  })

  it("keeps no word: only numbers come out", () => {
    const model = emptyModel()
    learn(model, "Anneliese lives at 12 Baker Street, anneliese@example.org, +44 20 7946 0958", "ham")
    expect(JSON.stringify(toBayesJson(model))).toMatch(/^[\d,[\]{}":a-z]+$/)
    expect(JSON.stringify(toBayesJson(model))).not.toMatch(/anneliese|baker|7946/i)
    expect([...features("call +44 20 7946 0958 or anneliese@example.org")].join()).not.toMatch(/7946|anneliese/)
  })

  it("survives being kept and read, and refuses what is not a model", () => {
    const model = taught()
    const again = fromBayesJson(JSON.parse(JSON.stringify(toBayesJson(model))))
    expect(again).toEqual(model)
    for (const wrong of [
      null,
      {},
      [],
      { ...toBayesJson(model), version: 2 },
      { ...toBayesJson(model), counts: [[70_000, 1, 1]] },
    ]) {
      expect(() => fromBayesJson(wrong)).toThrow()
    }
    expect(() => fromBayesJson(JSON.parse('{"__proto__":{"version":1,"spam":1,"ham":1,"counts":[]}}'))).toThrow()
  })

  it("gives a number between 0 and 1 for anything, quickly", () => {
    const model = taught()
    const texts = [...HOSTILE_VALUES, ...largeHostileValues()].map(({ text }) => text)
    for (const text of texts) {
      const start = performance.now()
      const answer = spamminess(model, text.slice(0, 100_000))
      expect(answer >= 0 && answer <= 1).toBe(true)
      expect(performance.now() - start).toBeLessThan(1_000)
    }
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => Number.isFinite(spamminess(model, text))))
  })
})

describe("features", () => {
  it("reads five languages alike", () => {
    expect([...features("¡Qué ÁRBOL!")]).toEqual(["que", "que arbol", "arbol"])
    expect([...features("Ёлки, и всё")]).toEqual(["елки", "елки и", "и", "и все", "все"])
    expect([...features("我们签名")]).toEqual(["我 们", "们 签", "签 名"])
    expect([...features("l’État")]).toEqual(["l’etat"])
  })

  it("counts addresses, sums and contact details as kinds, and knows a site that was cited before", () => {
    const found = [...features("only $49, 50% off at https://www.a.example/x or mail b@c.example")]
    expect(found).toEqual(expect.arrayContaining(["@a.example", "#money", "#percent", "#link", "#email"]))
    expect(found.join()).not.toContain("b@c")
  })

  it("spreads words over the buckets", () => {
    const buckets = new Set(Array.from({ length: 10_000 }, (_, index) => hash32(`word ${index}`) % 65_536))
    expect(buckets.size).toBeGreaterThan(9_150)
  })
})
