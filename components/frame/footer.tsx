import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"
import { LanguageButtons, LanguageLinks } from "#components/frame/languages"
import type { FrameSite } from "#components/frame/site"

type FooterProps = { locale: Locale; path: string; site: FrameSite; petitionPath: string | null; formId?: string }

const isEmail = (contact: string) => /^[^\s@/]+@[^\s@/]+$/.test(contact)
const isWebAddress = (contact: string) => /^https?:\/\//.test(contact)

/** Where the organisers can be reached: a link when it is an address of either kind. */
export function Contact({ contact }: { contact: string }) {
  if (isEmail(contact)) return <a href={`mailto:${contact}`}>{contact}</a>
  if (isWebAddress(contact)) return <a href={contact}>{contact}</a>
  return <bdi>{contact}</bdi>
}

/** Every link of the site, in the same order on every page, and the languages. */
export function Footer({ locale, path, site, petitionPath, formId }: FooterProps) {
  const t = translator(locale, "frame")
  const links = [
    ...(petitionPath
      ? [
          { href: petitionPath, text: t("navPetition") },
          { href: `${petitionPath}/letters`, text: t("navLetters") },
          { href: `${petitionPath}/updates`, text: t("navUpdates") },
        ]
      : []),
    { href: "/c", text: translator(locale, "campaign")("listTitle") },
    { href: "/privacy", text: t("footerPrivacy") },
    { href: "/safety", text: t("footerSafety") },
    { href: "/r", text: t("footerReceipt") },
    { href: "/accessibility", text: t("footerAccessibility") },
  ]
  return (
    <footer className="footer">
      <div className="page-width">
        <nav id="menu" aria-label={t("footerLabel")}>
          <ul>
            {links.map(({ href, text }) => (
              <li key={href}>
                <a href={localePath(locale, href)}>{text}</a>
              </li>
            ))}
            {site.orgContact && (
              <li>
                <Contact contact={site.orgContact} />
              </li>
            )}
          </ul>
        </nav>
        <nav aria-label={t("languages")}>
          <ul>
            {formId ? (
              <LanguageButtons locale={locale} locales={site.locales} formId={formId} />
            ) : (
              <LanguageLinks locale={locale} locales={site.locales} path={path} />
            )}
          </ul>
        </nav>
      </div>
    </footer>
  )
}
