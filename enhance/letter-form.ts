import { startWordCount } from "./word-count.ts"

/** What a sample puts into the form. */
const FIELDS = ["subject", "body"] as const

const idOf = (name: string) => `letter-${name}`

/** The letter form: a sample is shown as soon as it is chosen, and the words are counted. */
export class LetterForm extends HTMLElement {
  /** The words that the sample brought; what differs from them is the writer's. */
  #given = new Map<string, string>()
  #form: HTMLFormElement | null = null

  connectedCallback(): void {
    this.#form = this.querySelector("form")
    if (!this.#form) return
    const body = this.#field("body")
    if (body instanceof HTMLTextAreaElement) startWordCount(body)
    // Only a page that is the same for everyone brings the sample's words; on others they may be the writer's.
    const isFresh = this.dataset.fresh === "yes"
    for (const name of FIELDS) this.#given.set(name, isFresh ? (this.#field(name)?.defaultValue ?? "") : "\u0000")
    this.#form.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement && target.name === "sample") void this.#choose(target)
    })
  }

  #field(name: string): HTMLInputElement | HTMLTextAreaElement | null {
    const field = document.getElementById(idOf(name))
    return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field : null
  }

  #isTouched(): boolean {
    const body = this.#field("body")?.value ?? ""
    return body.trim() !== "" && body !== this.#given.get("body")
  }

  async #choose(choice: HTMLInputElement): Promise<void> {
    this.querySelector(".letter-replace")?.remove()
    const page = await this.#fetch(choice.value)
    if (!page || !choice.checked) return
    if (!this.#isTouched()) return this.#show(page, choice)
    this.#ask(choice, () => this.#show(page, choice))
  }

  /** The page of the sample, as everyone gets it. */
  async #fetch(sample: string): Promise<Document | null> {
    try {
      const path = location.pathname.replace(/\/d\/[^/]*$/, `/c/${this.dataset.slug}/letter`)
      const answer = await fetch(`${path}?sample=${encodeURIComponent(sample)}`, { credentials: "omit" })
      return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null
    } catch {
      return null
    }
  }

  #ask(choice: HTMLInputElement, replace: () => void): void {
    const box = document.createElement("div")
    box.className = "letter-replace"
    box.setAttribute("role", "alert")
    const question = document.createElement("p")
    question.textContent = this.dataset.replace ?? ""
    const button = (text: string | undefined, act: () => void) => {
      const made = document.createElement("button")
      made.type = "button"
      made.className = "button"
      made.textContent = text ?? ""
      made.addEventListener("click", () => {
        box.remove()
        act()
      })
      return made
    }
    box.append(
      question,
      button(this.dataset.replaceYes, replace),
      button(this.dataset.replaceNo, () => choice.focus()),
    )
    choice.closest("fieldset")?.after(box)
    box.querySelector("button")?.focus()
  }

  #show(page: Document, choice: HTMLInputElement): void {
    for (const name of FIELDS) {
      const field = this.#field(name)
      const other = page.getElementById(idOf(name))
      if (!field || !(other instanceof HTMLInputElement || other instanceof HTMLTextAreaElement)) continue
      // A subject of one's own stays.
      const isOwn = name === "subject" && field.value.trim() !== "" && field.value !== this.#given.get(name)
      if (!isOwn) field.value = other.defaultValue
      field.lang = other.lang
      this.#given.set(name, other.defaultValue)
    }
    const from = this.#form?.elements.namedItem("from")
    const otherFrom = page.querySelector<HTMLInputElement>("input[name=from]")
    if (from instanceof HTMLInputElement) from.value = otherFrom?.value ?? ""
    this.#takeOver(page, "letter-own-hint")
    this.#takeOverFacts(page)
    this.#field("body")?.dispatchEvent(new Event("input", { bubbles: true }))
    this.#say(choice.labels?.[0]?.textContent ?? "")
  }

  /** Takes an element of the sample's page in place of ours. */
  #takeOver(page: Document, id: string): void {
    const other = page.getElementById(id)
    const own = document.getElementById(id)
    if (own && other) own.replaceWith(document.importNode(other, true))
  }

  /** Fields that only some samples ask for come and go with them; what was typed stays. */
  #takeOverFacts(page: Document): void {
    let before: Element | null = document.getElementById(idOf("country"))?.closest(".field") ?? null
    for (const name of ["role", "organisation"]) {
      const own = this.#field(name)
      const other = page.getElementById(idOf(name))?.closest(".field")
      const value = own?.value ?? ""
      const frame = own?.closest(".field") ?? null
      if (other) {
        const made = document.importNode(other, true)
        const input = made.querySelector("input")
        if (input) input.value = value
        if (frame) frame.replaceWith(made)
        else before?.after(made)
        before = made
      } else if (frame && value === "") frame.remove()
      else if (frame) before = frame
    }
  }

  #say(name: string): void {
    let region = this.querySelector<HTMLElement>(".letter-said")
    if (!region) {
      region = document.createElement("p")
      region.className = "quiet letter-said"
      region.setAttribute("role", "status")
      this.append(region)
    }
    region.textContent = (this.dataset.shown ?? "").replace("{name}", name)
  }
}
