import { type MarkdownOptions, renderMarkdown } from "#lib/shared/markdown"

/** A text with its few marks, in the language it is in. */
export function Prose({ text, lang, ...options }: { text: string; lang?: string } & MarkdownOptions) {
  return <div className="prose" lang={lang} dangerouslySetInnerHTML={{ __html: renderMarkdown(text, options) }} />
}
