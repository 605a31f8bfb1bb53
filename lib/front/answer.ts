/** A finished answer as its maker gave it: not compressed, headers in order, names in lower case. */
export type Answer = { status: number; headers: [name: string, value: string][]; body: Buffer }

/** What the front must know about a page. The words are the web layer's; here they are only compared and counted. */
export type PageRule = {
  /** The page's one address: path and, in order, the query parameters it knows. */
  url: string
  locale: string
  /** The same for everyone who has none of our cookies, so that it may be kept. */
  isShared: boolean
  /** Visitors with one of our cookies see something of their own on it. */
  heedsCookies: boolean
  /** How an opening of it is counted; `null` for what is not a page. */
  opening: { slug: string; page: string } | null
  /** Tells whether a change of that campaign shows on this page. */
  shows: (slug: string) => boolean
}

/** One wish for a page: its rule and the other language it offers at the top ("" for none). */
export type PageAsk = { key: string; rule: PageRule; offered: string }

/** The key under which a page is kept. An address begins with a slash, so that the parts cannot be confused. */
export function pageKey(url: string, offered: string): string {
  return offered + url
}

/** The first value of a header; "" when there is none. */
export function headerOf(answer: Answer, name: string): string {
  return answer.headers.find(([known]) => known === name)?.[1] ?? ""
}
