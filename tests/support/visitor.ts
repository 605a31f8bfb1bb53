/** One message as the local mailbox shows it. */
export type Mail = { id: string; to: string; from: string; subject: string; text: string; html: string; sentAt: string }

/** A browser without scripts, as far as forms need one: it keeps cookies and follows nothing by itself. */
export class Visitor {
  readonly #base: string
  readonly #cookies = new Map<string, string>()

  constructor(base: string) {
    this.#base = base
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ")
  }

  async #request(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.#cookies.size > 0) headers.set("cookie", this.cookie)
    const response = await fetch(new URL(path, this.#base), { ...init, headers, redirect: "manual" })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";", 1)
      const equals = pair.indexOf("=")
      if (/max-age=0/i.test(line)) this.#cookies.delete(pair.slice(0, equals))
      else this.#cookies.set(pair.slice(0, equals), pair.slice(equals + 1))
    }
    return response
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#request(path, { headers })
  }

  async read(path: string): Promise<string> {
    return (await this.get(path)).text()
  }

  post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return this.#request(path, { method: "POST", body: new URLSearchParams(fields), headers })
  }

  postJson(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const all = { "content-type": "application/json", ...headers }
    return this.#request(path, { method: "POST", body: JSON.stringify(body), headers: all })
  }
}

/** The messages the local mailbox holds for an address, newest first. */
export async function mailTo(base: string, address: string): Promise<Mail[]> {
  const response = await fetch(new URL(`/demo/outbox.json?limit=1000&to=${encodeURIComponent(address)}`, base))
  return (await response.json()) as Mail[]
}

/** The token of the first link of a kind in a message. */
export function tokenIn(mail: Mail, kind: "confirm" | "r"): string {
  const token = new RegExp(`/${kind}/([A-Za-z0-9_-]{22})`).exec(mail.text)?.[1]
  if (!token) throw new Error(`No /${kind}/ link in “${mail.subject}”.`)
  return token
}

/** The six-digit code in a message. */
export function codeIn(mail: Mail): string {
  const code = /(?<!\d)(\d{6})(?!\d)/.exec(mail.text)?.[1]
  if (!code) throw new Error(`No code in “${mail.subject}”.`)
  return code
}
