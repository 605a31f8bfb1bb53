import type { DetailedHTMLProps, HTMLAttributes } from "react"

type Plain = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement>

// The elements of enhance/, as far as pages use them. Without the script they are boxes with no meaning.
declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "copy-button": Plain & { "data-from": string; "data-done": string }
      "print-button": Plain
      "letter-form": Plain & {
        "data-replace": string
        "data-replace-yes": string
        "data-replace-no": string
        "data-shown": string
        "data-slug": string
        "data-fresh"?: "yes"
      }
      "keep-draft": Plain
      "share-button": Plain & { "data-from": string }
      "quick-exit": Plain & { "data-loading": string; "data-left-1": string; "data-left-2": string }
      "passkey-form": Plain & { "data-options": string; "data-mode": "add" | "use"; "data-failed": string }
      "helpful-form": Plain & { "data-typo"?: string; "data-typo-use"?: string }
    }
  }
}
