import { escapeHtml, html, SafeHtml } from "#lib/shared/html"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** What a person posted: the words, and what the form needs to be sent again. */
export type Words = { fields: Record<string, string>; locale: Locale; key?: string }

type Kind = { looks: "line" | "text" | "box"; label: SafeHtml; attributes?: SafeHtml }

/** A line longer than this, or with line breaks, is shown whole. */
const LINE_MAX_CHARS = 120

/** How the fields of the public forms look when they are shown again. What is not here stays in the form, hidden. */
function kindsOf(locale: Locale, siteName: string, action: string): Map<string, Kind> {
  const sign = translator(locale, "sign")
  const codeLabel =
    action === "/receipt" ? translator(locale, "receipt")("codeLabel") : translator(locale, "check")("codeLabel")
  const comments = translator(locale, "comments")
  const letter = translator(locale, "letter")
  const isLetter = isLetterForm(action)
  const agreed = { siteName: escapeHtml(siteName), link: (words: string) => words }
  const consent = isLetter ? letter.markup("consent", agreed) : sign.markup("consent", agreed)
  const kinds: [string, Kind][] = [
    ["subject", { looks: "line", label: html`${letter("subject")}`, attributes: html` dir="auto"` }],
    ["own", { looks: "text", label: html`${letter("own")}` }],
    ["body", { looks: "text", label: html`${isLetter ? letter("body") : comments("body")}` }],
    ["earlier", { looks: "text", label: html`${letter("earlier")}` }],
    ["name", { looks: "line", label: html`${sign("name")}`, attributes: html` autocomplete="nickname" dir="auto"` }],
    [
      "email",
      { looks: "line", label: html`${sign("email")}`, attributes: html` inputmode="email" autocomplete="email"` },
    ],
    ["code", { looks: "line", label: html`${codeLabel}`, attributes: html` autocomplete="off"` }],
    ["town", { looks: "line", label: html`${sign("town")}`, attributes: html` dir="auto"` }],
    ["website", { looks: "line", label: html`${comments("website")}`, attributes: html` inputmode="url"` }],
    ["notify", { looks: "box", label: html`${comments("notify")}` }],
    ["role", { looks: "line", label: html`${letter("role")}`, attributes: html` dir="auto"` }],
    ["organisation", { looks: "line", label: html`${letter("organisation")}`, attributes: html` dir="auto"` }],
    ["reason", { looks: "text", label: html`${sign("reason")}` }],
    ["consent", { looks: "box", label: new SafeHtml(consent) }],
    ["showName", { looks: "box", label: html`${sign("showName")}` }],
    ["updates", { looks: "box", label: html`${sign("updates")}` }],
    ["discreet", { looks: "box", label: html`${sign("discreet")}` }],
  ]
  return new Map(kinds)
}

const SHOWN = [
  ...["body", "name", "email", "website", "notify"],
  ...["code", "town", "reason", "consent", "showName", "updates", "discreet"],
  ...["subject", "own", "earlier", "role", "organisation"],
]
const HIDDEN = [
  ...["country", "noEmail", "action", "parent", "showAs"],
  ...["sample", "from", "route", "public", "step", "on", "proof", "version"],
  // The editor of a campaign.
  ...["lang", "revision", "isRead", "shortTitle", "title", "ask", "addressedTo", "startedBy", "decisionNote", "author"],
]

/** A long letter in Cyrillic or Chinese would be three times as long in the usual encoding of forms, and too long for us. */
const isLetterForm = (action: string) => action.endsWith("/letters")

/** The fields of the public forms among everything that was posted. */
export function knownWords(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...SHOWN, ...HIDDEN].flatMap((name) => (values[name] ? [[name, values[name]] as const] : [])),
  )
}

function hidden(name: string, value: string): SafeHtml {
  return html`<input type="hidden" name="${name}" value="${value}" />`
}

function shown(name: string, value: string, { looks, label, attributes = html`` }: Kind): SafeHtml {
  const id = `words-${name}`
  if (looks === "box") {
    return html`<div class="check">
      <input type="checkbox" id="${id}" name="${name}" value="${value}" checked /><label for="${id}">${label}</label>
    </div>`
  }
  const isLong = looks === "text" || value.length > LINE_MAX_CHARS || value.includes("\n")
  // A text box swallows the line break that follows its tag; without one of our own it would take the person's.
  const box = new SafeHtml(
    `<textarea class="input" id="${id}" name="${name}" rows="6" dir="auto">\n${escapeHtml(value)}</textarea>`,
  )
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${isLong ? box : html`<input class="input" id="${id}" name="${name}" value="${value}" ${attributes} />`}
  </div>`
}

/** What stands between the words and their way back. */
export type WordsForm = { action: string; siteName: string; submit: string; head?: SafeHtml; hidesAll?: boolean }

/**
 * A form with everything that was posted, to be sent to the same address again. Works without scripts and without storage.
 *
 * @param form With `hidesAll` only the button is seen.
 */
export function wordsForm({ fields, locale, key }: Words, form: WordsForm): SafeHtml {
  const kinds = kindsOf(locale, form.siteName, form.action)
  const entries = Object.entries(fields)
  const isShown = ([name]: [string, string]) => !form.hidesAll && kinds.has(name)
  const encoding = isLetterForm(form.action) ? ' enctype="multipart/form-data"' : ""
  const open = new SafeHtml(`<form method="post" action="${escapeHtml(form.action)}"${encoding}>`)
  return html`${open}
    ${form.head}
    ${[...kinds].map(([name, kind]) => {
      const value = fields[name]
      return value === undefined || form.hidesAll ? null : shown(name, value, kind)
    })}
    ${entries.filter((entry) => !isShown(entry)).map(([name, value]) => hidden(name, value))}
    ${hidden("locale", locale)} ${key ? hidden("key", key) : null}
    <button class="button button-primary">${form.submit}</button>
  </form>`
}
