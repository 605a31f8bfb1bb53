// Passkeys for organisers. Without this script people sign in by a mailed link.
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from "@simplewebauthn/browser"

/**
 * A form that the browser's passkey fills: it asks the server for a challenge, lets the device answer, and sends the answer as an
 * ordinary form. Shown only where the browser knows passkeys.
 */
class PasskeyForm extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form")
    const answer = this.querySelector<HTMLInputElement>("input[name=credential]")
    if (!form || !answer || !browserSupportsWebAuthn()) return
    this.hidden = false
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      void this.ask(form, answer)
    })
  }

  private async ask(form: HTMLFormElement, answer: HTMLInputElement): Promise<void> {
    this.say("")
    try {
      const response = await fetch(this.dataset.options ?? "", {
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams(new FormData(form) as unknown as Record<string, string>),
      })
      // The server leads elsewhere: to prove once more who it is, or to sign in.
      if (response.redirected) return location.assign(response.url)
      if (!response.ok) throw new Error(String(response.status))
      const options = await response.json()
      const given =
        this.dataset.mode === "add"
          ? await startRegistration({ optionsJSON: options })
          : await startAuthentication({ optionsJSON: options })
      answer.value = JSON.stringify(given)
      form.submit()
    } catch {
      // Also when the person has changed their mind.
      this.say(this.dataset.failed ?? "")
    }
  }

  private say(text: string): void {
    const region = this.querySelector("[role=status]")
    if (region) region.textContent = text
  }
}

const define = () => customElements.define("passkey-form", PasskeyForm)
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", define)
else define()
