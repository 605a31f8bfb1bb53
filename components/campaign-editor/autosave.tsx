"use client"

import { useEffect, useRef, useState } from "react"

const PAUSE_MS = 1_500

type AutosaveProps = { address: string; part: string; texts: { kept: string; failed: string } }

/** Keeps what is typed into the form around it, a moment after the last key. It is a draft for its writer alone; saving is another press. */
export function Autosave({ address, part, texts }: AutosaveProps) {
  const line = useRef<HTMLParagraphElement>(null)
  const [said, setSaid] = useState<string | null>(null)

  useEffect(() => {
    const form = line.current?.closest("form")
    if (!form) return
    let timer: number | undefined
    const keep = async () => {
      const words = [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === "string")
      try {
        const answer = await fetch(address, {
          method: "POST",
          headers: { "content-type": "application/json", accept: "application/json" },
          body: JSON.stringify({ ...Object.fromEntries(words), part, action: "keep" }),
        })
        setSaid(answer.ok ? texts.kept : texts.failed)
      } catch {
        setSaid(texts.failed)
      }
    }
    const wait = () => {
      clearTimeout(timer)
      timer = window.setTimeout(() => void keep(), PAUSE_MS)
    }
    const stop = () => clearTimeout(timer)
    form.addEventListener("input", wait)
    form.addEventListener("submit", stop)
    return () => {
      stop()
      form.removeEventListener("input", wait)
      form.removeEventListener("submit", stop)
    }
  }, [address, part, texts])

  return (
    <p ref={line} className="small muted" role="status">
      {said}
    </p>
  )
}
