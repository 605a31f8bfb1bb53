import type { ReactNode } from "react"
import { assets } from "#lib/generated/assets"

type PasskeyFormProps = {
  /** Where the form goes, filled by the browser's passkey. */
  action: string
  /** Whether a passkey is made or used. */
  mode: "add" | "use"
  failed: string
  locale: string
  children: ReactNode
}

/** A form for a passkey. It is there only with script, in browsers that know passkeys. */
export function PasskeyForm({ action, mode, failed, locale, children }: PasskeyFormProps) {
  return (
    <>
      <script async src={assets.passkeys} />
      <passkey-form
        hidden
        suppressHydrationWarning
        data-options={`${action}/options`}
        data-mode={mode}
        data-failed={failed}
      >
        <form action={action} method="post">
          <input type="hidden" name="locale" value={locale} />
          <input type="hidden" name="credential" defaultValue="" />
          {children}
          <p role="status" className="small" />
        </form>
      </passkey-form>
    </>
  )
}
