import { z } from "zod"
import { accountFields, endOtherSessions, endOwnSession, saveOwnAccount } from "#lib/domain/identity/own-account"
import { removePasskey, renamePasskey } from "#lib/domain/identity/passkeys"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm } from "#lib/web/form-handler"
import { ACCOUNT, passkeyName } from "#lib/web/handlers/passkeys"

const FIELDS = ["action", "name", "language", "id", "passkey"]

/** What organisers change of themselves: `POST /admin/account`. */
export const account = organiserHandler(FIELDS, async (form, actor, _params, { sessionId }) => {
  const saved = () => answerForm.next(form, `${ACCOUNT.path}?saved=1`, { status: 200, body: { status: "saved" } })
  const id = z.uuid().safeParse(form.values.id)
  switch (form.values.action) {
    case "rename-passkey": {
      const name = passkeyName.safeParse(form.values.passkey ?? "")
      if (!name.success) return answerForm.back(form, ACCOUNT, name.error)
      const result = id.success ? await renamePasskey(actor, id.data, name.data) : null
      return result?.ok ? saved() : answerForm.notFound(form)
    }
    case "remove-passkey": {
      const result = id.success ? await removePasskey(actor, id.data) : null
      return result?.ok ? saved() : answerForm.notFound(form)
    }
    case "end-session": {
      const result = id.success ? await endOwnSession(actor, id.data, new Date()) : null
      return result?.ok ? saved() : answerForm.notFound(form)
    }
    case "end-others":
      await endOtherSessions(actor, sessionId, new Date())
      return saved()
    default: {
      const parsed = accountFields.safeParse(form.values)
      if (!parsed.success) return answerForm.back(form, ACCOUNT, parsed.error)
      await saveOwnAccount(actor, parsed.data)
      return saved()
    }
  }
})
