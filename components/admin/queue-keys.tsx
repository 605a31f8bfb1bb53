"use client"

import { useEffect, useState } from "react"

const STORE = "queue-keys"

/** Whoever types into a field means letters, and whoever holds a modifier means the browser. */
function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const isField =
    target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]")
  return isField || ctrlKey || metaKey || altKey
}

/** Presses the button or link that has the key; nothing is done that could not be done by pressing it. @returns whether there is one. */
function press(key: string): boolean {
  const wanted = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
  wanted?.click()
  return wanted !== null
}

/** A key pressed again before the next text is there was not meant for it. */
const LEAVING_MS = 2_000
/** Screen readers hear of a change, not of what was there from the start. */
const SAY_AFTER_MS = 150

type QueueKeysProps = {
  texts: { keys: string; use: string }
  /** What came of the last press, to be heard. */
  said: string
}

/** The keys of the queue and the switch that turns them off. Without the script the buttons do the same. */
export function QueueKeys({ texts, said }: QueueKeysProps) {
  const [isOn, setIsOn] = useState<boolean | null>(null)
  const [heard, setHeard] = useState("")

  useEffect(() => setIsOn(localStorage.getItem(STORE) !== "off"), [])

  useEffect(() => {
    const timer = setTimeout(() => setHeard(said), SAY_AFTER_MS)
    return () => clearTimeout(timer)
  }, [said])

  useEffect(() => {
    if (!isOn) return
    let pressedAt = -LEAVING_MS
    const listen = (event: KeyboardEvent) => {
      if (event.repeat || isTyping(event) || event.timeStamp - pressedAt < LEAVING_MS) return
      if (press(event.key.toLowerCase())) pressedAt = event.timeStamp
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
      <p className="quiet" role="status">
        {heard}
      </p>
    </div>
  )
}
