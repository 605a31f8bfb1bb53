import { describe, expect, it } from "vitest"
import { holdReasons, isThreat } from "#lib/domain/letters/hold"
import { letterSubmission } from "#lib/domain/letters/spam"
import { mergeText } from "#lib/domain/letters/merge"
import { parseSamples } from "#lib/domain/letters/samples"
import { mergeValues } from "#lib/domain/letters/values"
import { readContentText } from "#lib/platform/content-files"
import { emptyModel } from "#lib/domain/moderation/bayes"
import { judgeSubmission } from "#lib/domain/moderation/local-filter"
import { withStarter } from "#lib/domain/moderation/starter-model"
import { LOCALES } from "#lib/shared/locales"
import { sampleComments, splitByTemplate } from "#tests/support/comment-corpus/samples"
import { REWORDINGS } from "#tests/unit/letters/rewordings"

const judge = (
  text: string,
  more: Partial<Parameters<typeof holdReasons>[0]> = {},
  known: Parameters<typeof holdReasons>[1] = {},
) => holdReasons({ subject: "A matter", text, name: "Ana", own: [], ...more }, known)

const LONG = "I have lived here for twenty years and I have seen what this law does to people."

describe("what is held", () => {
  it("lets every sample go, in every language", async () => {
    for (const locale of LOCALES) {
      const file = parseSamples((await readContentText("letters", locale))!)
      const recipient = { name: "Salil Shetty", title: "Secretary General", organisation: "Amnesty International" }
      const values = mergeValues(
        locale,
        { name: "Ana", town: "Leeds", organisation: "Group", role: "nurse", own: LONG },
        recipient,
        "2026-11-24",
      )
      for (const { subject, body, key } of file.samples) {
        const letter = { subject: mergeText(subject, values), name: "Ana", own: [] }
        expect(judge(mergeText(body, values), letter), `${locale} ${key}`).toEqual([])
      }
    }
  })

  it.each([
    "We will find you and hurt you",
    "I'm going to kill you all, director",
    "You deserve to die for this",
    "Te voy a matar",
    "Je vais vous tuer",
    "Я вас убью",
    "Мы сожжём вас",
    "我要杀了你",
    "你们去死",
  ])("takes “%s” for a threat", (text) => {
    expect(isThreat(text)).toBe(true)
  })

  it.each([
    "Women are killed because this law keeps them from the police.",
    "If I go to the police, my client will kill me.",
    "They were beaten, and nobody would listen. I will write to you again.",
    "Nos van a matar si nadie hace nada.",
    "On risque de nous tuer.",
    "Нас убивают, и никто не слышит.",
    "她们被杀害，没有人听。",
  ])("does not take “%s” for one", (text) => {
    expect(isThreat(text)).toBe(false)
  })

  it("holds what could lead to a person, but not the writer's own address", () => {
    expect(judge(`${LONG} Call her at +44 20 7946 0958.`)).toEqual(["personal"])
    expect(judge(`${LONG} Write to ana@example.org.`)).toContain("personal")
    expect(judge(`${LONG} Write to ana@example.org.`, { own: ["ana@example.org"] })).not.toContain("personal")
  })

  it("holds links, shouting, held keys and words in look-alike letters", () => {
    expect(judge(`${LONG} See https://example.com/x`)).toEqual(["link"])
    expect(judge(LONG.toUpperCase())).toEqual(["odd"])
    expect(judge("Please")).toEqual(["odd"])
    expect(judge(`${LONG} !!!!!!!!!!!!!!!!!`)).toEqual(["odd"])
    expect(judge(`${LONG} fr\u0435\u0435 m\u043Eney`)).toEqual(["odd"])
  })

  it("doubts no sample and no rewording of one, in five languages, and half of what advertises", async () => {
    const model = withStarter(emptyModel())
    const doubted = (text: string) =>
      judgeSubmission(letterSubmission({ subject: "A matter", text, name: "Ana" }), { model }).verdict !== "visible"
    for (const locale of LOCALES) {
      const { samples } = parseSamples((await readContentText("letters", locale))!)
      const { paragraph, whole, own, touched } = REWORDINGS[locale]
      const bodies = samples.map(({ body }) => body.replaceAll("{{reason}}", own))
      const changed = touched.reduce((text, [from, to]) => text.replace(from, to), bodies[0] ?? "")
      for (const text of [...bodies, changed, paragraph, whole, own])
        expect(doubted(text), text.slice(0, 60)).toBe(false)
    }
    const spam = splitByTemplate(sampleComments()).test.filter(({ kind }) => kind === "spam")
    const caught = spam.filter(({ text }) => doubted(text)).length / spam.length
    expect(spam.length).toBeGreaterThan(50)
    expect(caught).toBeGreaterThan(0.5)
  })

  it("holds everything when the organiser reads every letter", () => {
    expect(judge(LONG, {}, { holdsAll: true })).toEqual(["all"])
  })

  it("is quick with long texts", () => {
    const begin = performance.now()
    judge("I will ".repeat(3_000) + "a".repeat(5_000))
    expect(performance.now() - begin).toBeLessThan(300)
  })
})
