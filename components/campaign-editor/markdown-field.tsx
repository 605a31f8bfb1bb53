"use client"

import { useId, useState } from "react"
import { type FieldFrame, TextArea } from "#components/ui/field"
import { renderMarkdown } from "#lib/shared/markdown"

type MarkdownFieldProps = Pick<FieldFrame, "id" | "name" | "label" | "hint" | "error" | "errorPrefix"> & {
  text: string
  lang: string
  previewTitle: string
  nothing: string
}

/** A text with marks and, beside it, how visitors read it. With script the second follows every key; without, the button shows it. */
export function MarkdownField({ text, lang, previewTitle, nothing, ...field }: MarkdownFieldProps) {
  const [typed, setTyped] = useState(text)
  const titleId = useId()
  return (
    <div className="markdown">
      <TextArea
        {...field}
        lang={lang}
        rows={22}
        defaultValue={text}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <section className="markdown-preview" aria-labelledby={titleId}>
        <h2 id={titleId}>{previewTitle}</h2>
        {typed.trim() === "" ? (
          <p className="muted">{nothing}</p>
        ) : (
          <div
            className="prose"
            lang={lang}
            dir="auto"
            tabIndex={0}
            // The renderer of the public pages: it lets no HTML through.
            dangerouslySetInnerHTML={{ __html: renderMarkdown(typed) }}
          />
        )}
      </section>
    </div>
  )
}
