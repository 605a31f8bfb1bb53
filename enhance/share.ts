/** Opens the device's own share sheet, where there is one. It is then the main way of the page. */
export class ShareButton extends HTMLElement {
  connectedCallback(): void {
    const box = document.getElementById(this.dataset.from ?? "")
    if (!("share" in navigator) || !(box instanceof HTMLTextAreaElement)) return
    this.classList.add("is-ready")
    this.parentElement?.querySelector("copy-button .button-primary")?.classList.remove("button-primary")
    this.querySelector("button")?.addEventListener("click", () => {
      navigator.share({ text: box.value }).catch(() => {
        // The person closed the sheet.
      })
    })
  }
}
