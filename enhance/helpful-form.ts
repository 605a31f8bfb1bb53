import { fixTypo } from "./typo.ts"

const BUSY_TEXT_MS = 400
/** An answer that is a file leaves the page as it is; then the button must work again. */
const BUSY_MAX_MS = 15_000

type Typed = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const isTyped = (field: EventTarget | null): field is Typed =>
  field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement

/** Comforts around one form: errors that leave once they are right, a typo hint, a count, a button that is pressed once. */
export class HelpfulForm extends HTMLElement {
  #isBusy = false

  connectedCallback(): void {
    const form = this.querySelector("form")
    if (!form) return
    this.#addKey(form)
    this.#offerOwnCountry()
    form.addEventListener("submit", (event) => this.#onSubmit(event))
    form.addEventListener("input", ({ target }) => {
      if (!isTyped(target)) return
      this.#checkAgain(target)
      if (target instanceof HTMLTextAreaElement) this.#count(target)
    })
    form.addEventListener("focusout", ({ target }) => {
      if (target instanceof HTMLInputElement && target.type === "email") this.#hintTypo(target)
    })
    for (const area of form.querySelectorAll("textarea")) this.#count(area)
  }

  /** Marks this filling-in of the form, so that pressing twice is known as one wish. Made here where the page is the same for everyone. */
  #addKey(form: HTMLFormElement): void {
    if (!form.elements.namedItem("made") || form.elements.namedItem("key")) return
    const key = document.createElement("input")
    key.type = "hidden"
    key.name = "key"
    key.value = randomKey()
    form.append(key)
  }

  #onSubmit(event: SubmitEvent): void {
    const button = event.submitter
    // Neither a change of language nor a file is a wish that must not come twice; a file leaves the page as it is.
    if (button?.getAttribute("name") === "switch" || button?.hasAttribute("data-file")) return
    if (this.#isBusy) return event.preventDefault()
    this.#isBusy = true
    if (!(button instanceof HTMLButtonElement)) return
    const label = button.textContent
    button.setAttribute("aria-disabled", "true")
    const timer = window.setTimeout(() => (button.textContent = button.dataset.busy ?? label), BUSY_TEXT_MS)
    const rest = () => {
      clearTimeout(timer)
      this.#isBusy = false
      button.removeAttribute("aria-disabled")
      button.textContent = label
    }
    window.setTimeout(rest, BUSY_MAX_MS)
    // The page may be shown again as it was left.
    addEventListener("pageshow", rest, { once: true })
  }

  /** Only fields that were found wrong are checked again; nobody is corrected while typing for the first time. */
  #checkAgain(field: Typed): void {
    if (field.getAttribute("aria-invalid") !== "true" || !isRight(field)) return
    const error = document.getElementById(`${field.id}-error`)
    field.removeAttribute("aria-invalid")
    field.closest(".has-error")?.classList.remove("has-error")
    error?.remove()
  }

  #hintTypo(field: HTMLInputElement): void {
    const hint = field.parentElement?.querySelector(".typo")
    const { typo, typoUse } = this.dataset
    if (!hint || !typo || !typoUse) return
    hint.textContent = ""
    const fixed = fixTypo(field.value)
    if (!fixed) return
    const [before = "", after = ""] = typo.split("{fixed}", 2)
    const address = document.createElement("bdi")
    address.textContent = fixed
    const use = document.createElement("button")
    use.type = "button"
    use.className = "as-link"
    use.textContent = typoUse
    use.addEventListener("click", () => {
      field.value = fixed
      hint.textContent = ""
      this.#checkAgain(field)
      field.focus()
    })
    hint.append(before, address, after, " ", use)
  }

  /** The device's own country stands first as well, not chosen. */
  #offerOwnCountry(): void {
    const select = this.querySelector<HTMLSelectElement>("select[name=country]")
    const region = /-([A-Z]{2})\b/.exec(navigator.language)?.[1]
    const own = region && select?.querySelector<HTMLOptionElement>(`option[value="${region}"]`)
    if (!select || !own || select.value === region) return
    const copy = own.cloneNode(true)
    select.insertBefore(copy, select.options[1] ?? null)
  }

  #count(area: HTMLTextAreaElement): void {
    const line = area.parentElement?.querySelector(".char-count")
    const max = Number(area.dataset.max)
    if (!line || !max) return
    const length = [...area.value].length
    line.textContent = length === 0 ? "" : `${length} / ${max}`
    // Spoken near the limit only: a number at every key would drown the words.
    line.setAttribute("aria-live", length >= max - 50 && (length === max - 50 || length >= max) ? "polite" : "off")
  }
}

function isRight(field: Typed): boolean {
  if (!field.validity.valid) return false
  const max = Number(field.dataset.max)
  return (!max || [...field.value].length <= max) && !(field.required && field.value.trim() === "")
}

function randomKey(): string {
  // Pages without https have no randomUUID.
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID()
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}
