import type { ReactNode } from "react"
import { Button } from "#components/ui/button"

type CopyTexts = { copy: string; copied: string }

/** A button that copies the text of another element. It exists with the script only. */
export function CopyButton({ from, texts, isPrimary }: { from: string; texts: CopyTexts; isPrimary?: boolean }) {
  return (
    <copy-button className="needs-script" data-from={from} data-done={texts.copied}>
      <Button type="button" isPrimary={isPrimary}>
        {texts.copy}
      </Button>
      <span className="quiet" role="status" />
    </copy-button>
  )
}

/** A text that is there to be taken along. */
export function CopyBox({
  id,
  label,
  text,
  texts,
  children,
}: {
  id: string
  label: string
  text: string
  texts: CopyTexts
  children?: ReactNode
}) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea className="input" id={id} readOnly rows={4} dir="auto" defaultValue={text} />
      <div className="actions script-row">
        <CopyButton from={id} texts={texts} isPrimary />
        {children}
      </div>
    </div>
  )
}

/** A button that opens the print dialogue. It exists with the script only; every browser has a command for it. */
export function PrintButton({ text }: { text: string }) {
  return (
    <print-button className="needs-script">
      <Button type="button">{text}</Button>
    </print-button>
  )
}
