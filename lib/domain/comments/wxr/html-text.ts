import { Parser } from "htmlparser2"
import { tidyComment } from "#lib/domain/comments/text"
import { safeHref } from "#lib/shared/links"
import { tidyLine } from "#lib/shared/text"

const PARAGRAPHS = new Set(
  "p div blockquote ul ol dl pre h1 h2 h3 h4 h5 h6 table section article aside header footer figure hr form fieldset address".split(
    " ",
  ),
)
const LINES = new Set("br li tr dt dd option figcaption caption".split(" "))
/** What is inside these was never meant to be read. */
const UNSEEN = new Set("script style template iframe object embed svg math noscript head title select".split(" "))

/** Builds plain text: paragraphs, line breaks, `> ` before quotations, `- ` before list items. */
class TextBuilder {
  private text = ""
  private quotes = 0
  private pending: "" | "\n" | "\n\n" = ""

  add(piece: string): void {
    piece.split(/\r\n?|\n/).forEach((line, index) => {
      if (index > 0) this.pending = this.pending === "" ? "\n" : "\n\n"
      if (line.trim() === "") {
        if (this.pending === "" && line !== "" && !/\s$/.test(this.text)) this.text += " "
        return
      }
      this.settle()
      this.text += line
    })
  }

  line(): void {
    if (this.pending === "") this.pending = "\n"
  }

  break(): void {
    this.pending = this.pending === "" ? "\n" : "\n\n"
  }

  paragraph(): void {
    this.pending = "\n\n"
  }

  quote(step: 1 | -1): void {
    this.quotes = Math.max(0, this.quotes + step)
  }

  result(): string {
    return this.text
  }

  private settle(): void {
    const mark = "> ".repeat(Math.min(this.quotes, 3))
    if (this.text === "") this.text = mark
    else if (this.pending === "\n") this.text += `\n${mark}`
    else if (this.pending === "\n\n") this.text += `\n${mark.trimEnd()}\n${mark}`
    this.pending = ""
  }
}

/**
 * An old comment's HTML as plain text: paragraphs and quotations stay, entities are decoded once, the target of a link follows its
 * words in brackets, everything else loses its markup. Line breaks count, since WordPress keeps comments with bare ones.
 *
 * @param html Up to 65,535 characters.
 */
export function htmlToText(html: string): string {
  const builder = new TextBuilder()
  const links: { href: string | null; words: string }[] = []
  let unseen = 0
  const parser = new Parser({
    onopentag(name, attributes) {
      if (UNSEEN.has(name)) unseen += 1
      if (unseen > 0) return
      if (name === "br") builder.break()
      else if (PARAGRAPHS.has(name)) builder.paragraph()
      else if (LINES.has(name)) builder.line()
      if (name === "blockquote") builder.quote(1)
      if (name === "li") builder.add("- ")
      if (name === "a")
        links.push({
          href: /^https?:/i.test(attributes.href?.trim() ?? "") ? safeHref(attributes.href!) : null,
          words: "",
        })
      if (name === "img" && attributes.alt) builder.add(attributes.alt)
    },
    ontext(text) {
      if (unseen > 0) return
      builder.add(text)
      const link = links.at(-1)
      if (link && link.words.length < 3_000) link.words += text
    },
    onclosetag(name) {
      if (UNSEEN.has(name)) {
        unseen = Math.max(0, unseen - 1)
        return
      }
      if (unseen > 0) return
      if (name === "a") {
        const link = links.pop()
        // Not twice where the words are the address already.
        if (link?.href && safeHref(link.words) !== link.href)
          builder.add(link.words.trim() ? ` (${link.href})` : link.href)
      }
      if (name === "blockquote") builder.quote(-1)
      if (PARAGRAPHS.has(name)) builder.paragraph()
    },
  })
  parser.end(html)
  return tidyComment(builder.result())
}

/** A field of one line that may hold entities and markup, such as the author's name. */
export function htmlToLine(html: string): string {
  return tidyLine(htmlToText(html))
}
