/** A text of a campaign without its marks, for paper: bold and links lose them, points of a list begin with a dot. */
export function plainText(markdown: string): string {
  const blocks = markdown.trim().split(/\n{2,}/)
  return blocks
    .map((block) =>
      block
        .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .replace(/(\*\*|__)(.+?)\1/g, "$2")
        .replace(/(?<!\w)[*_](\S.*?)[*_](?!\w)/g, "$1")
        .replace(/^#+\s*/gm, "")
        .replace(/^[-*]\s+/gm, "• ")
        // A line break inside a paragraph is only a break of the source; points and numbers begin a line of their own.
        .replace(/\n(?!• |\d+[.)]\s)/g, " "),
    )
    .join("\n\n")
}
