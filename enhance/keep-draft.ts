const KEY = "letter-draft"
const NAMES = ["subject", "own", "body", "name", "town", "organisation", "role"]

type Kept = { path: string; values: Record<string, string> }

function readKept(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Kept | null
  } catch {
    return null
  }
}

/**
 * Keeps the words of the form in this tab, only while the box is ticked. They are gone when the tab is closed, when the box is
 * unticked, when the letter is sent, and on leaving (`Clear-Site-Data`, and by hand where the site has no https).
 */
export class KeepDraft extends HTMLElement {
  connectedCallback(): void {
    const box = this.querySelector("input")
    const form = this.closest("form")
    if (!box || !form) return
    const kept = readKept()
    const path = location.pathname
    const fields = () =>
      NAMES.flatMap((name) => {
        const field = form.elements.namedItem(name)
        return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? [field] : []
      })
    const keep = () => {
      const values = Object.fromEntries(fields().map((field) => [field.name, field.value]))
      try {
        sessionStorage.setItem(KEY, JSON.stringify({ path, values } satisfies Kept))
      } catch {
        // Storage is full or switched off: the words stay on the page.
      }
    }
    // What the server brings back is newer than what is kept here.
    const isFromServer = this.closest<HTMLElement>("letter-form")?.dataset.fresh !== "yes"
    if (kept?.path === path) {
      box.checked = true
      if (!isFromServer) for (const field of fields()) field.value = kept.values[field.name] ?? field.value
      form.querySelector("textarea[name=body]")?.dispatchEvent(new Event("input", { bubbles: true }))
    }
    box.addEventListener("change", () => (box.checked ? keep() : sessionStorage.removeItem(KEY)))
    form.addEventListener("input", () => box.checked && keep())
  }
}

/** Forgets the words once their letter is sent, and on the way out. */
export function forgetDraftWhenDone(): void {
  if (/\/letter\/sent$/.test(location.pathname)) sessionStorage.removeItem(KEY)
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest('a[href="/exit"]')) sessionStorage.removeItem(KEY)
  })
}
