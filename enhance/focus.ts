/** Moves the focus to the summary of problems or the heading of a new step, where the browser has not heeded `autofocus` by itself. */
export function takeFocus(): void {
  const take = () => {
    const wanted = document.querySelector<HTMLElement>("[autofocus]")
    if (wanted && !location.hash && document.activeElement === document.body) wanted.focus()
  }
  // Browsers take care of it while the page is first drawn.
  if (document.readyState === "complete") take()
  else addEventListener("load", () => setTimeout(take))
}
