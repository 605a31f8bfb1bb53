import type { PublicDelivery } from "#lib/domain/deliveries/public"
import { confirmedIn } from "#lib/domain/deliveries/rules"
import type { HandedLetters } from "#lib/domain/letters/figures"
import { formatDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type DeliveryListProps = {
  locale: Locale
  slug: string
  deliveries: readonly PublicDelivery[]
  letters: readonly HandedLetters[]
}

function Delivery({
  locale,
  slug,
  delivery,
}: Pick<DeliveryListProps, "locale" | "slug"> & { delivery: PublicDelivery }) {
  const t = translator(locale, "results")
  const { id, on, recipient, method, totals, gone, repliedOn, reply } = delivery
  const date = formatDay(locale, on)
  const counts = [
    t("deliveredCounts", { n: confirmedIn(totals), named: totals.named }),
    totals.withoutEmail > 0 && t("alsoWithoutEmail", { n: totals.withoutEmail }),
    totals.paper > 0 && t("alsoOnPaper", { n: totals.paper }),
  ].filter((text) => text !== false)
  return (
    <li>
      <h3>{t("deliveredLine", { date, method: t(`method${method}`), recipient })}</h3>
      <p>{formatter(locale).list(counts, { type: "unit" })}</p>
      {gone > 0 && <p>{t("goneSince", { n: gone })}</p>}
      <p>
        {repliedOn ? t(reply === null ? "replied" : "replyOn", { date: formatDay(locale, repliedOn) }) : t("replyNone")}
      </p>
      {reply !== null && (
        <blockquote className="reply" dir="auto">
          {reply}
        </blockquote>
      )}
      <p>
        <a href={localePath(locale, `/c/${slug}/results?delivery=${id}`)} aria-label={t("certificateOf", { date })}>
          {t("certificate")}
        </a>
      </p>
    </li>
  )
}

/** What was delivered: when, to whom, how, and what came back. */
export function DeliveryList({ locale, slug, deliveries, letters }: DeliveryListProps) {
  const t = translator(locale, "results")
  if (deliveries.length === 0 && letters.length === 0) return <p>{t("deliveryNone")}</p>
  return (
    <>
      {deliveries.length > 0 && (
        <ul className="cards">
          {deliveries.map((delivery) => (
            <Delivery key={delivery.id} locale={locale} slug={slug} delivery={delivery} />
          ))}
        </ul>
      )}
      {letters.length > 0 && (
        <ul>
          {letters.map(({ on, recipient, n }, index) => (
            <li key={index}>{t("lettersHanded", { date: formatDay(locale, on), n, recipient })}</li>
          ))}
        </ul>
      )}
    </>
  )
}
