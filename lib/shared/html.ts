/** Markup that is already safe to place in a page. */
export class SafeHtml {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/** Escapes text for element content and quoted attributes, in HTML and XML alike. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/** What may stand in a hole of the template: text is escaped, markup is kept, lists are joined, nothing stays nothing. */
type Hole = SafeHtml | string | number | null | undefined | false | readonly Hole[]

function render(hole: Hole): string {
  if (hole === null || hole === undefined || hole === false) return ""
  if (hole instanceof SafeHtml) return hole.text
  if (typeof hole === "string") return escapeHtml(hole)
  if (typeof hole === "number") return String(hole)
  return hole.map(render).join("")
}

/** Tagged template for markup made outside React: every value is escaped unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...holes: Hole[]): SafeHtml {
  return new SafeHtml(strings.reduce((text, part, index) => text + render(holes[index - 1]) + part))
}
