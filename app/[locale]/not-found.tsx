import { locale } from "next/root-params"
import { NotFoundPage } from "./(public)/missing/not-found-page"
import { toLocale } from "#lib/shared/locales"

/** What Next shows by itself for a missing page. The front answers with the page at `missing` instead, which needs no script. */
export default async function NotFound() {
  return <NotFoundPage locale={toLocale(await locale())} />
}
