import { describe, expect, it } from "vitest"
import { codeIn, sourceOf } from "#lib/web/arrival-source"

const OWN = "petition.example"

describe("where somebody came from", () => {
  it.each([
    ["direct", ""],
    ["direct", "not an address"],
    ["direct", "about:blank"],
    ["email", "https://mail.google.com/mail/u/0/"],
    ["email", "https://outlook.live.com/"],
    ["email", "https://e.mail.ru/inbox"],
    ["email", "https://webmail.example.net/"],
    ["email", "android-app://com.google.android.gm/"],
    ["message", "https://web.whatsapp.com/"],
    ["message", "https://t.me/s/channel"],
    ["message", "android-app://org.telegram.messenger/"],
    ["network", "https://l.facebook.com/"],
    ["network", "https://www.facebook.com/"],
    ["network", "https://t.co/abc"],
    ["network", "https://away.vk.com/"],
    ["search", "https://www.google.com/"],
    ["search", "https://www.google.co.uk/"],
    ["search", "https://yandex.ru/search"],
    ["search", "https://duckduckgo.com/"],
    ["search", "https://search.yahoo.com/"],
    ["site", "https://docs.google.com/document/1"],
    ["site", "https://news.example.org/story"],
    ["site", "https://notgoogle.com/"],
    ["site", "https://facebook.com.evil.example/"],
    ["", "https://petition.example/c/x"],
    ["", "https://accounts.google.com/o/oauth2"],
  ] as const)("%s: %s", (source, referer) => {
    expect(sourceOf(referer, OWN)).toBe(source)
  })

  it("reads a partner code from the address, whatever else stands there", () => {
    expect(codeIn("from=clinic")).toBe("clinic")
    expect(codeIn("draft=1&from=Clinic-2")).toBe("clinic-2")
    for (const query of [
      "",
      "form=clinic",
      "from=",
      "from=a",
      "from=a%20b",
      `from=${"a".repeat(21)}`,
      "from=-x",
      "from=<b>",
    ])
      expect(codeIn(query), query).toBe("")
  })
})
