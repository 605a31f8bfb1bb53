import { QrCode } from "#components/sharing/qr-code"
import { mailHref, shareTargets, shareText } from "#components/sharing/share-text"
import { ButtonLink } from "#components/ui/button"
import { CopyBox } from "#components/ui/copy"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type SharePageProps = {
  locale: Locale
  slug: string
  title: string
  /** Address of the campaign, whole. */ url: string
  isNeutral: boolean
}

/** Ways to pass a campaign on: a text to copy first, then links that lead to other sites. No widgets and no counters. */
export function SharePage({ locale, slug, title, url, isNeutral }: SharePageProps) {
  const t = translator(locale, "share")
  const frame = translator(locale, "frame")
  const share = shareText(locale, { title, url, isNeutral })
  const path = localePath(locale, `/c/${slug}/share`)
  return (
    <>
      <h1>{t("title")}</h1>
      <p className="lead">{t("intro")}</p>
      <CopyBox
        id="share-text"
        label={t("textLabel")}
        text={share.text}
        texts={{ copy: t("copy"), copied: frame("copied") }}
      >
        <share-button data-from="share-text">
          <button type="button" className="button button-primary">
            {t("device")}
          </button>
        </share-button>
      </CopyBox>
      <p>
        <a className="tap" href={isNeutral ? path : `${path}?neutral=1`}>
          {t(isNeutral ? "usual" : "neutral")}
        </a>
      </p>
      <p>
        <ButtonLink href={mailHref(locale, share)}>{t("email")}</ButtonLink>
      </p>
      <h2>{t("elsewhere")}</h2>
      <ul className="share-links">
        {shareTargets(share).map(({ name, href }) => (
          <li key={name}>
            <a href={href} rel="noopener noreferrer nofollow">
              {t(name)}
            </a>
          </li>
        ))}
        <li>
          <a href="#share-text">{t("signal")}</a>
        </li>
      </ul>
      <h2>{t("qrHeading")}</h2>
      <p className="small muted">{t("qrNote")}</p>
      <div>
        <QrCode text={url} label={t("qrAlt")} />
      </div>
    </>
  )
}
