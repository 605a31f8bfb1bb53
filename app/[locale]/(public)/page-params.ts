import { notFound } from "next/navigation"
import { isLocale, type Locale } from "#lib/shared/locales"

export type WithLocale<More = unknown> = { params: Promise<{ locale: string } & More> }

export type Query = Promise<Record<string, string | string[] | undefined>>

/** The language of a page. An address that begins with anything else is no page of this site. */
export async function readLocale(params: Promise<{ locale: string }>): Promise<Locale> {
  const { locale } = await params
  if (!isLocale(locale)) notFound()
  return locale
}
