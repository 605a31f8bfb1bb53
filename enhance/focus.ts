/**
 * Moves the focus to the summary of problems or the heading of a new step, where the browser has not done so by itself:
 * it leaves `autofocus` alone when the address has a fragment.
 */
export function takeFocus(): void {
  const wanted = document.querySelector<HTMLElement>("[autofocus]")
  if (!wanted || location.hash || document.activeElement === wanted) return
  if (document.activeElement === document.body || document.activeElement === null) wanted.focus()
}
