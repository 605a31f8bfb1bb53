const SHOWN_MS = 4_000

function textOf(id: string): string {
  const source = document.getElementById(id)
  if (source instanceof HTMLTextAreaElement || source instanceof HTMLInputElement) return source.value
  return source?.textContent ?? ""
}

/** For browsers, and sites without https, that have no clipboard for scripts. */
function copyBySelection(text: string): boolean {
  const box = document.createElement("textarea")
  box.value = text
  box.className = "quiet"
  document.body.append(box)
  box.select()
  const isDone = document.execCommand("copy")
  box.remove()
  return isDone
}

/** Copies the text of an element. Tells whether it worked. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** Copies the text that `data-from` names; then the label says so for four seconds, and a polite region says it once. */
export class CopyButton extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button")
    const region = this.querySelector("[role=status]")
    if (!button || !region) return
    const label = button.textContent
    const done = this.dataset.done ?? ""
    let timer = 0
    button.addEventListener("click", async () => {
      if (!(await copyText(textOf(this.dataset.from ?? "")))) return
      button.textContent = region.textContent = done
      clearTimeout(timer)
      timer = window.setTimeout(() => {
        button.textContent = label
        region.textContent = ""
      }, SHOWN_MS)
    })
  }
}

/** Opens the print dialogue. */
export class PrintButton extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("button")?.addEventListener("click", () => print())
  }
}
