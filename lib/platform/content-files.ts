import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { parse } from "yaml"
import { DEFAULT_LOCALE, type Locale } from "#lib/shared/locales"

/** A file of `content/`: its front matter and its Markdown. */
export type ContentFile = { fields: Record<string, unknown>; body: string }

const FOLDER = join(process.cwd(), "content")

/** Splits a text with YAML front matter. @throws when the front matter is missing or malformed. */
export function parseContent(text: string): ContentFile {
  const [, head, body] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(text) ?? []
  if (head === undefined || body === undefined)
    throw new Error("A content file begins with front matter between two lines of ---.")
  return { fields: (parse(head) ?? {}) as Record<string, unknown>, body: body.replace(/<!--[\s\S]*?-->/g, "").trim() }
}

/** The bare text of `content/{kind}.{locale}.md`, or `null` where it is not there in that language. */
export async function readContentText(kind: string, locale: Locale): Promise<string | null> {
  try {
    return await readFile(join(FOLDER, `${kind}.${locale}.md`), "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null
    throw error
  }
}

/** Reads `content/{kind}.{locale}.md`, or `null` where the text is not there in that language. */
export async function readContent(kind: string, locale: Locale): Promise<ContentFile | null> {
  const text = await readContentText(kind, locale)
  return text === null ? null : parseContent(text)
}

/** The text in the wanted language, else in English. */
export async function readContentOrEnglish(kind: string, locale: Locale): Promise<ContentFile & { locale: Locale }> {
  const wanted = await readContent(kind, locale)
  if (wanted) return { ...wanted, locale }
  const english = await readContent(kind, DEFAULT_LOCALE)
  if (!english) throw new Error(`content/${kind}.en.md is missing.`)
  return { ...english, locale: DEFAULT_LOCALE }
}
