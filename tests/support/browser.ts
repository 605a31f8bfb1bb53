import { test as base, expect } from "@playwright/test"
import { localePath, toLocale, type Locale } from "#lib/shared/locales"

type Fixtures = {
  /** The language of the project that runs: English unless its browser asks for another. */
  language: Locale
  /** The address of a page in that language. */
  at: (path: string) => string
  /** Watches every page: a request to another host, a broken content policy or an error in the console fails the test. */
  watching: void
}

/** Playwright's test, for stories of this site. */
export const test = base.extend<Fixtures>({
  language: async ({ locale }, use) => use(toLocale(locale?.split("-")[0])),
  at: async ({ language }, use) => use((path) => localePath(language, path)),
  watching: [
    async ({ context, baseURL }, use) => {
      const faults: string[] = []
      context.on("request", (request) => {
        const url = new URL(request.url())
        if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== new URL(baseURL!).origin)
          faults.push(`asks ${url.origin}`)
      })
      context.on("console", (message) => {
        // A page that answers 4xx on purpose is no fault.
        if (message.type() === "error" && !/Failed to load resource/.test(message.text())) faults.push(message.text())
      })
      context.on("weberror", (error) => faults.push(String(error.error())))
      await use()
      expect(faults, "what went wrong in the browser").toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
