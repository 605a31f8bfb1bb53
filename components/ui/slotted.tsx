import { Fragment, type ReactNode } from "react"

/** Stands in a sentence where an element belongs, e.g. `t("asHidden", { name: SLOT })`. */
export const SLOT = "\uE000"

/** A sentence with an element in its slot: people's words in a `bdi`, a foreign name with its language. */
export function Slotted({ text, children }: { text: string; children: ReactNode }) {
  return text.split(SLOT).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && children}
      {part}
    </Fragment>
  ))
}
