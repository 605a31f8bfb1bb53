/** What a text of news may hold in double braces; it is filled in on the page and in messages alike. */
export const UPDATE_FIELDS = ["title", "count"] as const

const KNOWN = new Set<string>(UPDATE_FIELDS)

/** Why a text cannot be kept. `names` says which words are meant. */
export type TextFault = { code: "update_field" | "update_picture" | "update_html" | "update_link"; names: string }

const quoted = (found: Iterable<string>) => [...new Set(found)].slice(0, 5).join(", ")

/**
 * Finds what has no place in a text of news: fields that nobody fills in, pictures, HTML, and links to anything but pages and
 * addresses. None of it would reach a reader; it is refused so that its writer knows.
 */
export function textFaults(text: string): TextFault[] {
  const fields = [...text.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, inside = ""]) => inside.split("|", 1)[0]?.trim() ?? "")
  const unknown = quoted(fields.filter((name) => !KNOWN.has(name)).map((name) => `{{${name}}}`))
  const pictures = quoted([...text.matchAll(/!\[[^\]]*\]\s*[([][^)\]]*[)\]]/g)].map(([all]) => all))
  const tags = quoted([...text.matchAll(/<!--|<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>/gi)].map(([all]) => all))
  const links = quoted(
    [...text.matchAll(/\]\(\s*<?((?!https?:|mailto:)[a-z][a-z0-9+.-]*:[^)\s]*)/gi)].map(([, href = ""]) => href),
  )
  const faults: TextFault[] = [
    { code: "update_field", names: unknown },
    { code: "update_picture", names: pictures },
    { code: "update_html", names: tags },
    { code: "update_link", names: links },
  ]
  return faults.filter(({ names }) => names !== "")
}

/** The text that a reader of a language gets: their own, else English, else the first there is. */
export function pickText<Text extends { locale: string }>(texts: readonly Text[], locale: string): Text | undefined {
  return texts.find((one) => one.locale === locale) ?? texts.find((one) => one.locale === "en") ?? texts[0]
}
