import type { OrganiserView } from "#lib/domain/identity/people"
import { ROLES } from "#lib/domain/identity/schema"
import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Field, Select } from "#components/ui/field"
import { formatDay } from "#lib/shared/dates"
import { NAME_MAX_CHARS } from "#lib/shared/form-fields"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type PeoplePageProps = {
  locale: Locale
  organisers: readonly OrganiserView[]
  campaigns: readonly { id: string; shortTitle: string }[]
  proof: string
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
}

/** The id of a field, for links to it. */
export function peopleFieldId(field: string): string | null {
  return field === "form" ? null : `people-${field}`
}

type RoleRowProps = Pick<PeoplePageProps, "locale" | "proof"> & {
  person: OrganiserView
  where: string
  held: OrganiserView["roles"][number]
}

/** One role of somebody: another one in the same place, or none. */
function RoleRow({ locale, proof, person, where, held: { scope, role } }: RoleRowProps) {
  const t = translator(locale, "admin")
  const words = translator(locale, "adminSite")
  return (
    <form action="/admin/people" method="post" className="inline-form">
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
      <input type="hidden" name="id" value={person.id} />
      <input type="hidden" name="scope" value={scope} />
      <span>{where}</span>
      <select
        className="input"
        name="role"
        defaultValue={role}
        aria-label={words("changeRoleOf", { name: person.name, where })}
      >
        {ROLES.map((one) => (
          <option key={one} value={one}>
            {t(`role${one}`)}
          </option>
        ))}
      </select>
      <button
        className="button"
        name="action"
        value="change-role"
        aria-label={`${words("changeRole")}: ${words("changeRoleOf", { name: person.name, where })}`}
      >
        {words("changeRole")}
      </button>
      {person.roles.length > 1 && (
        <button
          className="as-link"
          name="action"
          value="remove-role"
          aria-label={`${words("removeRole")}: ${person.name}, ${t(`role${role}`)}, ${where}`}
        >
          {words("removeRole")}
        </button>
      )}
    </form>
  )
}

function Person({
  locale,
  person,
  campaigns,
  proof,
}: { person: OrganiserView } & Pick<PeoplePageProps, "locale" | "campaigns" | "proof">) {
  const t = translator(locale, "admin")
  const words = translator(locale, "adminSite")
  const where = (scope: string) =>
    scope === "" ? t("wholeSite") : (campaigns.find(({ id }) => id === scope)?.shortTitle ?? scope)
  return (
    <li>
      <p>
        <strong>
          <bdi>{person.name}</bdi>
        </strong>{" "}
        <bdi className="muted">{person.email}</bdi>
        {person.seenOn && (
          <span className="muted">{` · ${t("seen", { date: formatDay(locale, person.seenOn) })}`}</span>
        )}
      </p>
      {person.roles.map((held) => (
        <RoleRow key={held.scope} locale={locale} proof={proof} person={person} where={where(held.scope)} held={held} />
      ))}
      <form action="/admin/people" method="post" className="decide-buttons">
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="proof" value={proof} />
        <input type="hidden" name="id" value={person.id} />
        <button
          className="as-link"
          name="action"
          value="end-sessions"
          aria-label={`${words("endSessionsPerson")}: ${person.name}`}
        >
          {words("endSessionsPerson")}
        </button>
        <button className="as-link" name="action" value="end" aria-label={`${t("endAccess")}: ${person.name}`}>
          {t("endAccess")}
        </button>
      </form>
    </li>
  )
}

/** The organisers, and the form that gives somebody a role. */
export function PeoplePage({ locale, organisers, campaigns, proof, state }: PeoplePageProps) {
  const t = translator(locale, "admin")
  const values = state?.values ?? {}
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  const field = (name: string) => ({ id: `people-${name}`, name, error: errors.get(name), errorPrefix })
  return (
    <>
      <p>{t("peopleIntro")}</p>
      <ul className="people">
        {organisers.map((person) => (
          <Person key={person.id} locale={locale} person={person} campaigns={campaigns} proof={proof} />
        ))}
      </ul>
      <h2>{t("addTitle")}</h2>
      <p className="hint">
        {t("addHint")} {translator(locale, "adminSite")("inviteHint")}
      </p>
      <form action="/admin/people" method="post" noValidate>
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="proof" value={proof} />
        <Field
          {...field("name")}
          label={t("name")}
          defaultValue={values.name}
          maxLength={NAME_MAX_CHARS}
          autoComplete="off"
          dir="auto"
          required
        />
        <Field
          {...field("email")}
          label={t("email")}
          defaultValue={values.email}
          type="email"
          autoComplete="off"
          required
        />
        <Select
          {...field("role")}
          label={t("role")}
          defaultValue={values.role ?? "MODERATOR"}
          options={ROLES.map((role) => ({ value: role, text: t(`role${role}`) }))}
        />
        <Select
          {...field("scope")}
          label={t("scope")}
          defaultValue={values.scope ?? ""}
          options={[
            { value: "", text: t("wholeSite") },
            ...campaigns.map(({ id, shortTitle }) => ({ value: id, text: shortTitle })),
          ]}
        />
        <Button isPrimary>{t("save")}</Button>
      </form>
    </>
  )
}
