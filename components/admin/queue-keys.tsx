"use client"

import { useEffect, useState } from "react"

const STORE = "queue-keys"

/** Whoever types into a field means letters, and whoever holds a modifier means the browser. */
function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const isField =
    target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]")
  return isField || ctrlKey || metaKey || altKey
}

/** Presses the button or link that has the key; nothing is done that could not be done by pressing it. */
function press(key: string): void {
  const wanted = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
  wanted?.click()
}

/** The keys of the queue and the switch that turns them off. Without the script the buttons do the same. */
export function QueueKeys({ texts }: { texts: { keys: string; use: string } }) {
  const [isOn, setIsOn] = useState<boolean | null>(null)

  useEffect(() => setIsOn(localStorage.getItem(STORE) !== "off"), [])

  useEffect(() => {
    if (!isOn) return
    const listen = (event: KeyboardEvent) => {
      if (event.repeat || isTyping(event)) return
      press(event.key.toLowerCase())
    }
    document.addEventListener("keydown", listen)
    return () => document.removeEventListener("keydown", listen)
  }, [isOn])

  if (isOn === null) return null
  return (
    <div className="queue-keys small">
      <div className="check">
        <input
          type="checkbox"
          id="queue-keys"
          checked={isOn}
          onChange={({ target }) => {
            localStorage.setItem(STORE, target.checked ? "on" : "off")
            setIsOn(target.checked)
          }}
        />
        <label htmlFor="queue-keys">{texts.use}</label>
      </div>
      <p className="muted">{texts.keys}</p>
    </div>
  )
}
