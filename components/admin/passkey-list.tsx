import type { AreaForm } from "#components/admin/account-page"
import { PasskeyForm } from "#components/admin/passkey-form"
import { errorsByField } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Field } from "#components/ui/field"
import type { PasskeyView } from "#lib/domain/identity/passkeys"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"

type PasskeyListProps = AreaForm & {
  passkeys: readonly PasskeyView[]
  /** The site's address, where browsers have no passkeys for it. */
  missingAt: string | null
}

const NAME_MAX_CHARS = 60

function Passkey({ locale, proof, passkey }: Pick<AreaForm, "locale" | "proof"> & { passkey: PasskeyView }) {
  const t = translator(locale, "adminSite")
  const name = passkey.name || t("passkeyUnnamed")
  const added = formatDay(locale, passkey.addedOn)
  const days = passkey.usedOn
    ? t("passkeyDays", { added, used: formatDay(locale, passkey.usedOn) })
    : t("passkeyUnused", { added })
  return (
    <li>
      <p>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <br />
        <span className="small muted">{days}</span>
      </p>
      <form action="/admin/account" method="post" className="inline-form">
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="proof" value={proof} />
        <input type="hidden" name="id" value={passkey.id} />
        <input
          className="input"
          name="passkey"
          defaultValue={passkey.name}
          maxLength={NAME_MAX_CHARS}
          aria-label={t("passkeyNameOf", { name })}
          dir="auto"
        />
        <button className="button" name="action" value="rename-passkey">
          {t("passkeyRename")}
        </button>
        <button className="button" name="action" value="remove-passkey" aria-label={`${t("passkeyRemove")}: ${name}`}>
          {t("passkeyRemove")}
        </button>
      </form>
    </li>
  )
}

/** One's own passkeys, and the form that adds one. */
export function PasskeyList({ locale, proof, state, passkeys, missingAt }: PasskeyListProps) {
  const t = translator(locale, "adminSite")
  const errors = errorsByField(locale, state?.errors ?? [])
  return (
    <section aria-labelledby="passkeys">
      <h2 id="passkeys">{t("passkeysTitle")}</h2>
      <p>{t("passkeysIntro")}</p>
      {passkeys.length === 0 ? (
        <p>{t("passkeysNone")}</p>
      ) : (
        <ul className="people">
          {passkeys.map((passkey) => (
            <Passkey key={passkey.id} locale={locale} proof={proof} passkey={passkey} />
          ))}
        </ul>
      )}
      {missingAt !== null ? (
        <p className="hint">{t("passkeysNoPlace", { address: missingAt })}</p>
      ) : (
        <>
          <noscript>
            <p className="hint">{t("passkeyScript")}</p>
          </noscript>
          <PasskeyForm locale={locale} action="/admin/account/passkey" mode="add" failed={t("passkeyAddFailed")}>
            <input type="hidden" name="proof" value={proof} />
            <Field
              id="account-passkey"
              name="passkey"
              label={t("passkeyName")}
              hint={t("passkeyNameHint")}
              error={errors.get("passkey")}
              errorPrefix={translator(locale, "errors")("prefix")}
              defaultValue={state?.values.passkey}
              maxLength={NAME_MAX_CHARS}
              autoComplete="off"
              dir="auto"
            />
            <Button>{t("passkeyAdd")}</Button>
          </PasskeyForm>
        </>
      )}
    </section>
  )
}
