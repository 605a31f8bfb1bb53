import { createFormatter, createTranslator } from "use-intl/core"
import en from "../../messages/en.json" with { type: "json" }
import es from "../../messages/es.json" with { type: "json" }
import fr from "../../messages/fr.json" with { type: "json" }
import ru from "../../messages/ru.json" with { type: "json" }
import zh from "../../messages/zh.json" with { type: "json" }
import type { Locale } from "#lib/shared/locales"

/** Every text of the interface; English is the source, the other languages have the same keys. */
export type Messages = typeof en

export type Namespace = keyof Messages

const MESSAGES: Record<Locale, Messages> = { en, es, fr, ru, zh }

// Dates of the product are days, never moments, so one zone serves everyone.
const TIME_ZONE = "UTC"

function create<N extends Namespace>(locale: Locale, namespace: N) {
  return createTranslator<Messages, N>({ locale, messages: MESSAGES[locale], namespace, timeZone: TIME_ZONE })
}

const cache = new Map<string, unknown>()

/** The texts of one namespace in one language, e.g. `translator("ru", "sign")("submit")`. Works in pages, handlers and mail. */
export function translator<N extends Namespace>(locale: Locale, namespace: N): ReturnType<typeof create<N>> {
  const key = `${locale} ${namespace}`
  const known = cache.get(key)
  if (known) return known as ReturnType<typeof create<N>>
  const made = create(locale, namespace)
  cache.set(key, made)
  return made
}

const formatters = new Map<Locale, ReturnType<typeof createFormatter>>()

/** Numbers, dates and lists as the language writes them. */
export function formatter(locale: Locale): ReturnType<typeof createFormatter> {
  const known = formatters.get(locale)
  if (known) return known
  const made = createFormatter({ locale, timeZone: TIME_ZONE })
  formatters.set(locale, made)
  return made
}
