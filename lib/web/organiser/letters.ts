import { letterHandOver, letterLine, letterRule, oneLetter } from "#lib/web/handlers/letter-lines"
import { letterPoints, letterTemplate } from "#lib/web/handlers/letter-templates"
import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

const LETTERS = "/admin/campaigns/{id}/letters"
const editor = { method: "POST", least: "EDITOR", scope: "campaign" } as const
const line = { ...editor, path: `${LETTERS}/lines/{target}`, handler: letterLine }
const handOver = { ...editor, path: `${LETTERS}/hand-overs/{handover}`, handler: letterHandOver }
const one = { ...editor, path: `${LETTERS}/one/{letter}`, handler: oneLetter }
const template = { ...editor, path: `${LETTERS}/templates/{key}`, handler: letterTemplate }
const points = { ...editor, path: `${LETTERS}/points`, handler: letterPoints }

export const lettersCommands: readonly OrganiserCommand[] = [
  { ...editor, name: "letters.hold-all", path: LETTERS, handler: letterRule },
  { ...line, name: "letters.edit-line", action: "save" },
  { ...line, name: "letters.pause-line", action: "pause" },
  { ...line, name: "letters.resume-line", action: "resume" },
  { ...line, name: "letters.retry-line", action: "retry" },
  { ...line, name: "letters.see-alert", action: "seen" },
  { ...line, name: "letters.test", action: "test" },
  { ...line, name: "letters.batch", action: "batch" },
  { ...handOver, name: "letters.print", action: "print" },
  { ...handOver, name: "letters.record-hand-over", action: "record" },
  { ...one, name: "letters.retry", action: "again" },
  { ...one, name: "letters.give-back", action: "back" },
  { ...one, name: "letters.record-answer", action: "answered" },
  { ...template, name: "letters.save-template", action: "save" },
  { ...template, name: "letters.retire-template", action: "retire" },
  { ...template, name: "letters.read-template", action: "read" },
  { ...points, name: "letters.save-points", action: "save" },
]

export const lettersPages: readonly OrganiserPage[] = [
  { path: LETTERS, least: "VIEWER", scope: "campaign" },
  { path: `${LETTERS}/list/{list}`, least: "EDITOR", scope: "campaign" },
  { path: `${LETTERS}/templates`, least: "EDITOR", scope: "campaign" },
  { path: `${LETTERS}/templates/{key}`, least: "EDITOR", scope: "campaign" },
  { path: `${LETTERS}/points`, least: "EDITOR", scope: "campaign" },
]
