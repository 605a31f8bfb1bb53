import { Button } from "#components/ui/button"
import type { OwnSession } from "#lib/domain/identity/own-account"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type SessionListProps = { locale: Locale; proof: string; sessions: readonly OwnSession[] }

/** Where somebody is signed in, by days, with a button for each and one for all the others. */
export function SessionList({ locale, proof, sessions }: SessionListProps) {
  const t = translator(locale, "adminSite")
  const hidden = (
    <>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
    </>
  )
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{t("sessionsTitle")}</h2>
      <p>{t("sessionsIntro")}</p>
      <ul className="people">
        {sessions.map(({ id, startedOn, usedOn, isThis }) => {
          const started = formatDay(locale, startedOn)
          return (
            <li key={id} className="rule">
              <span>
                {t("sessionLine", { started, used: formatDay(locale, usedOn) })}
                {isThis && <strong>{` · ${t("sessionThis")}`}</strong>}
              </span>
              {!isThis && (
                <form action="/admin/account" method="post">
                  {hidden}
                  <input type="hidden" name="id" value={id} />
                  <button
                    className="as-link"
                    name="action"
                    value="end-session"
                    aria-label={`${t("sessionEnd")}: ${started}`}
                  >
                    {t("sessionEnd")}
                  </button>
                </form>
              )}
            </li>
          )
        })}
      </ul>
      {sessions.length > 1 && (
        <form action="/admin/account" method="post">
          {hidden}
          <Button name="action" value="end-others">
            {t("sessionsEndOthers")}
          </Button>
        </form>
      )}
    </section>
  )
}
