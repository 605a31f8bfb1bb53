/** Makes the language links of the header keep what was typed: they press the form's own language buttons. */
export function keepWordsOnLanguageChange(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("header a[hreflang], .offer a[hreflang]")) {
    const button = document.querySelector<HTMLButtonElement>(`button[name=switch][value="${link.hreflang}"]`)
    if (!button) continue
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !hasWords(button.form)) return
      event.preventDefault()
      button.click()
    })
  }
}

/** An untouched form has nothing to keep; the plain link then leads to a page that is ready. */
function hasWords(form: HTMLFormElement | null): boolean {
  return [...(form?.elements ?? [])].some((field) => {
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) return field.checked
    if (field instanceof HTMLInputElement && field.type === "hidden") return false
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) return field.value !== ""
    return field instanceof HTMLSelectElement && field.value !== ""
  })
}
