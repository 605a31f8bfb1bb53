const PRESSES = 3
const WITHIN_MS = 5_000

/** Leaves at once, so that Back does not return here; also on Shift, three times within five seconds. */
export class QuickExit extends HTMLElement {
  #presses: number[] = []
  #timer = 0

  connectedCallback(): void {
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href="/exit"]') : null
      if (!link || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      this.#leave(link.href)
    })
    document.addEventListener("keydown", (event) => this.#onKey(event))
  }

  #onKey(event: KeyboardEvent): void {
    // Shift that is held, or used to write a capital letter, is no wish to leave.
    if (event.repeat) return
    if (event.key !== "Shift") return this.#forget()
    const now = Date.now()
    this.#presses = [...this.#presses.filter((at) => now - at < WITHIN_MS), now]
    if (this.#presses.length >= PRESSES) return this.#leave("/exit")
    this.#show()
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => this.#forget(), WITHIN_MS)
  }

  #forget(): void {
    if (this.#presses.length === 0) return
    this.#presses = []
    this.#show()
  }

  #show(): void {
    const count = this.#presses.length
    const dots = this.querySelector<HTMLElement>(".leave-dots")
    if (dots) {
      dots.hidden = count === 0
      dots.querySelectorAll("i").forEach((dot, index) => dot.classList.toggle("is-full", index < count))
    }
    const region = this.querySelector("[role=status]")
    if (region) region.textContent = count === 0 ? "" : (this.getAttribute(`data-left-${PRESSES - count}`) ?? "")
  }

  #leave(address: string): void {
    const cover = document.createElement("div")
    cover.className = "cover"
    document.body.append(cover)
    document.title = this.dataset.loading ?? ""
    location.replace(address)
  }
}
