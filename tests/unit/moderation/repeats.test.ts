import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { countRepeats, textPrint } from "#lib/domain/moderation/repeats"

const keyed = (text: string) => createHash("sha256").update(`key ${text}`).digest("hex")
const print = (text: string) => textPrint(text, keyed)

const TEXT =
  "Our agency has helped many thousand people in your town to a better life, so write to us today and you will see how easy it is to begin with nothing at all."

describe("repeats", () => {
  it("knows the same text in other clothes", () => {
    expect(print(TEXT.toUpperCase().replaceAll(" ", "  !")).exact).toBe(print(TEXT).exact)
    expect(countRepeats(print(TEXT), [print(TEXT), print(TEXT), print("another")])).toEqual({
      exact: 2,
      near: 0,
      isLong: true,
    })
  })

  it("knows a text with a few other words, and does not take another text for it", () => {
    const changed = TEXT.replace("today", "now").replace("your town", "your city")
    const other =
      "The law makes me work alone, and whoever works alone at night cannot ask a colleague to note the number of a car."
    expect(countRepeats(print(changed), [print(TEXT), print(other)])).toMatchObject({ exact: 0, near: 1 })
    expect(countRepeats(print(other), [print(TEXT), print(changed)])).toMatchObject({ exact: 0, near: 0 })
    const chinese = "我们公司帮助了很多人过上更好的生活，请今天就写信给我们，你会看到从零开始有多么容易。"
    expect(countRepeats(print(chinese.replace("今天", "现在")), [print(chinese)]).near).toBe(1)
  })

  it("lets people say the same short thing", () => {
    expect(print("Signed and shared!").near).toBeNull()
    expect(countRepeats(print("Signed!"), [print("signed")])).toEqual({ exact: 1, near: 0, isLong: false })
  })

  it("tells texts without words apart", () => {
    expect(print("\u{1F9E1}").exact).not.toBe(print("\u{1F44D}").exact)
  })
})
