// The one script of the public pages. It adds comfort and is never needed: every page is whole without it.
import { CopyButton, PrintButton } from "./copy.ts"
import { takeFocus } from "./focus.ts"
import { HelpfulForm } from "./helpful-form.ts"
import { forgetDraftWhenDone, KeepDraft } from "./keep-draft.ts"
import { LetterForm } from "./letter-form.ts"
import { QuickExit } from "./quick-exit.ts"
import { ShareButton } from "./share.ts"
import { keepWordsOnLanguageChange } from "./languages.ts"

function start(): void {
  customElements.define("quick-exit", QuickExit)
  customElements.define("copy-button", CopyButton)
  customElements.define("print-button", PrintButton)
  customElements.define("share-button", ShareButton)
  customElements.define("helpful-form", HelpfulForm)
  customElements.define("letter-form", LetterForm)
  customElements.define("keep-draft", KeepDraft)
  keepWordsOnLanguageChange()
  forgetDraftWhenDone()
  takeFocus()
}

// The script comes whenever the network brings it; elements must be complete before they are upgraded.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
else start()
