import { NotFoundPage } from "./not-found-page"
import { readLocale, type WithLocale } from "../page-params"

/** The words of 404, as a page that the front can send with that status. */
export default async function Page({ params }: WithLocale) {
  return <NotFoundPage locale={await readLocale(params)} />
}
