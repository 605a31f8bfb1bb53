import type { AnchorHTMLAttributes, ButtonHTMLAttributes } from "react"

type Look = { isPrimary?: boolean; isWide?: boolean }

function look({ isPrimary, isWide }: Look): string {
  return ["button", isPrimary && "button-primary", isWide && "button-wide"].filter(Boolean).join(" ")
}

/** A button of a form. A page has one primary button or link. */
export function Button({ isPrimary, isWide, ...button }: Look & ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button className={look({ isPrimary, isWide })} {...button} />
}

/** A link that looks like a button: the next step of a page. */
export function ButtonLink({ isPrimary, isWide, ...link }: Look & AnchorHTMLAttributes<HTMLAnchorElement>) {
  return <a className={look({ isPrimary, isWide })} {...link} />
}
