import "server-only"
import { openOrganiser } from "#lib/domain/identity/details"
import { type Actor, canManagePeople } from "#lib/domain/identity/policy"
import { db } from "#lib/platform/db"
import { dayOf } from "#lib/shared/dates"
import { fail, ok, type Result } from "#lib/shared/result"

/** One entry of the log, as owners read it. */
export type LogEntry = {
  id: string
  /** `YYYY-MM-DD` and `HH:MM`, UTC: for acts of organisers moments are right, since their own doing is what is logged. */
  on: string
  at: string
  /** Name of who did it; `null` for somebody who left, and for the site itself. */
  who: string | null
  isBySite: boolean
  action: string
  /** Name of the organiser that it was done to; `null` when it was not done to one who is there. */
  whom: string | null
  subjectId: string | null
  campaignId: string | null
  purpose: string | null
  rows: number | null
}

/** What of the log is wanted. Kinds group actions: who looked at personal data, and the rest. */
export type LogFilter = { organiserId: string | null; campaignId: string | null; kind: LogKind | null }

export const LOG_KINDS = ["data", "access", "settings", "content"] as const

export type LogKind = (typeof LOG_KINDS)[number]

const ACCESS = /^(?:set_up|signed_|invited|role_|access_|sessions_|passkey_)/
const SETTINGS = /^(?:settings_|rule_|mail_|demo_|set_up_finished)/
const DATA = /_(?:viewed|exported|downloaded|searched|previewed|built)$/

/** Which kind an action is of: seeing or taking out personal data, who has access, how the site works, or what it says. */
export function kindOf(action: string): LogKind {
  if (DATA.test(action)) return "data"
  if (SETTINGS.test(action)) return "settings"
  return ACCESS.test(action) ? "access" : "content"
}

const PAGE_MAX = 50

/**
 * The log, the newest entry first. For owners.
 *
 * @param after Id of the last entry already shown; `null` for the first page.
 */
export async function listLog(
  actor: Actor,
  { organiserId, campaignId, kind }: LogFilter,
  after: string | null,
): Promise<Result<{ rows: LogEntry[]; next: string | null }, "forbidden">> {
  if (!canManagePeople(actor)) return fail("forbidden")
  const actions = kind && (await listActions()).filter((action) => kindOf(action) === kind)
  const found = await db().auditEntry.findMany({
    where: {
      ...(organiserId && { organiserId }),
      ...(campaignId && { campaignId }),
      ...(actions && { action: { in: actions } }),
      ...(after && { id: { lt: after } }),
    },
    // Ids begin with the time.
    orderBy: { id: "desc" },
    take: PAGE_MAX + 1,
  })
  const shown = found.slice(0, PAGE_MAX)
  const names = await namesOf(shown.flatMap(({ organiserId: who, subjectId }) => [who, subjectId]))
  const rows = shown.map((entry) => ({
    id: entry.id,
    on: dayOf(entry.createdAt),
    at: entry.createdAt.toISOString().slice(11, 16),
    who: entry.organiserId && (names.get(entry.organiserId) ?? null),
    isBySite: entry.organiserId === null,
    action: entry.action,
    whom: entry.subjectId && (names.get(entry.subjectId) ?? null),
    subjectId: entry.subjectId,
    campaignId: entry.campaignId,
    purpose: entry.purpose,
    rows: entry.rows,
  }))
  return ok({ rows, next: found.length > PAGE_MAX ? (rows.at(-1)?.id ?? null) : null })
}

/** Every action that the log holds, also of older and newer versions of the program. */
async function listActions(): Promise<string[]> {
  const found = await db().auditEntry.groupBy({ by: ["action"] })
  return found.map(({ action }) => action)
}

async function namesOf(ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null && /^[0-9a-f-]{36}$/.test(id)) as string[]
  const found = await db().organiser.findMany({ where: { id: { in: wanted } } })
  return new Map(found.map((organiser) => [organiser.id, openOrganiser(organiser).name]))
}
