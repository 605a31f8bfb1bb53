import { redirect } from "next/navigation"
import type { ReactNode } from "react"
import { AreaFrame } from "#components/admin/area-frame"
import { canManagePeople } from "#lib/domain/identity/policy"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"
import { currentOrganiser, type SignedIn } from "#lib/web/current-login"
import { siteSettings } from "#lib/web/site"

/** Who is signed in. Anybody else is led to the sign-in page. */
export async function requireOrganiser(locale: Locale): Promise<SignedIn> {
  const signedIn = await currentOrganiser()
  if (!signedIn) redirect(localePath(locale, "/login"))
  return signedIn
}

type AreaProps = { locale: Locale; path: string; title: string; signedIn: SignedIn; children: ReactNode }

/** The frame of a page of the organisers' area. */
export async function Area({ locale, path, title, signedIn, children }: AreaProps) {
  const { siteName, showsLogo, logo } = await siteSettings()
  return (
    <>
      <title>{`${title} – ${siteName}`}</title>
      <AreaFrame
        locale={locale}
        path={path}
        siteName={siteName}
        logo={showsLogo ? logo : null}
        showsPeople={canManagePeople(signedIn.actor)}
        proof={signedIn.proof}
      >
        {children}
      </AreaFrame>
    </>
  )
}

/** What somebody reads who may not see a page. */
export function NoRight({ locale }: { locale: Locale }) {
  return <p>{translator(locale, "admin")("noRight")}</p>
}
