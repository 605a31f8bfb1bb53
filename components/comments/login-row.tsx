import { SLOT, Slotted } from "#components/ui/slotted"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** A company with which people can log in. */
export type LoginChoice = { id: string; name: string }

type LoginRowProps = { locale: Locale; choices: readonly LoginChoice[]; isOnlyWay: boolean }

/** Buttons of the comment form that lead to a log-in and keep its words. They stand after the main button, so that Enter still posts. */
export function LoginRow({ locale, choices, isOnlyWay }: LoginRowProps) {
  const t = translator(locale, "comments")
  if (choices.length === 0) return null
  return (
    <div className="login-row" id="log-in" role="group" aria-labelledby="log-in-with">
      <p>
        <span id="log-in-with">{t(isOnlyWay ? "logInOnly" : "logInWith")}</span>{" "}
        <span className="hint">{t("logInHint")}</span>
      </p>
      <ul>
        {choices.map(({ id, name }) => (
          <li key={id}>
            <button type="submit" className="as-link" formAction={`/login/${id}`} formNoValidate>
              {name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Who is logged in, as the comment form says it. */
export type LoggedIn = {
  provider: string
  /** Name of the account; empty where it cannot stand over a comment. */
  name: string
  /** Shows that the form was made for this log-in. */
  proof: string
}

/** "You are commenting using your … account", with the ways out. Buttons of the form, so that its words are kept. */
export function LoggedInLine({ locale, loggedIn }: { locale: Locale; loggedIn: LoggedIn }) {
  const t = translator(locale, "comments")
  const { provider, name, proof } = loggedIn
  return (
    <div className="logged-in">
      <input type="hidden" name="proof" value={proof} />
      <p>
        {name ? (
          <Slotted text={t("loggedIn", { provider, name: SLOT })}>
            <strong>
              <bdi>{name}</bdi>
            </strong>
          </Slotted>
        ) : (
          t("loggedInNameless", { provider })
        )}
      </p>
      <p className="logged-in-ways">
        <button type="submit" className="as-link" formAction="/logout" formNoValidate>
          {t("logOut")}
        </button>{" "}
        <button type="submit" className="as-link" formAction="/logout" formNoValidate name="change" value="yes">
          {t("change")}
        </button>{" "}
        <span className="hint">{t("logOutNote", { provider })}</span>
      </p>
    </div>
  )
}
