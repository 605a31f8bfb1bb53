import "server-only"
import { SHOWN_FROM } from "#lib/domain/campaigns/rules"
import { type Actor, scopesOf } from "#lib/domain/identity/policy"
import { findLastSent, readBacklog } from "#lib/domain/mail/queries"
import { hotPool } from "#lib/platform/sql"

/** The figures of the first page. `null` hides one that is too small for who sees figures only. */
export type TodayFigures = {
  signatures: number | null
  /** Change of today: confirmed less gone. */
  signaturesToday: number | null
  lettersSent: number | null
  lettersFailed: number | null
  comments: number | null
  commentsWaiting: number | null
  /** Nothing has been done on this site yet: no campaign, or none that the organiser has a part in. */
  hasCampaigns: boolean
}

type Row = Record<keyof Omit<TodayFigures, "hasCampaigns"> | "campaigns", number>

const FIGURES = `
with mine as (select id from "Campaign" where $1::uuid[] is null or id = any($1))
select
  (select count(*) from mine)::int as campaigns,
  (select coalesce(sum(confirmed), 0) from "CampaignCount" where "campaignId" in (select id from mine))::int as signatures,
  (select coalesce(sum(confirmed - gone), 0) from "CampaignDay"
    where day = $2::date and "campaignId" in (select id from mine))::int as "signaturesToday",
  (select count(*) from "LetterDelivery" d join "Letter" l on l.id = d."letterId"
    where d.state in ('ACCEPTED', 'HANDED_OVER', 'BUNDLED') and l."campaignId" in (select id from mine))::int as "lettersSent",
  (select count(*) from "LetterDelivery" d join "Letter" l on l.id = d."letterId"
    where d.state in ('BOUNCED', 'FAILED') and l."campaignId" in (select id from mine))::int as "lettersFailed",
  (select coalesce(sum(visible), 0) from "CommentTally" where "campaignId" in (select id from mine))::int as comments,
  (select count(*) from "Screening" where kind = 'comment' and "waitingSince" is not null
    and "campaignId" in (select id from mine))::int as "commentsWaiting"`

/** The figures of the campaigns that an organiser has a part in, as of today (UTC). */
export async function readFigures(actor: Actor, now: Date): Promise<TodayFigures> {
  const scopes = scopesOf(actor, "VIEWER")
  const moderated = scopesOf(actor, "MODERATOR")
  const seesAll = moderated === null || (scopes !== null && scopes.every((scope) => moderated.includes(scope)))
  const { rows } = await hotPool().query<Row>({
    name: "today-figures",
    text: FIGURES,
    values: [scopes, now.toISOString().slice(0, 10)],
  })
  const row = rows[0]
  const figure = (name: keyof Row) => {
    const value = row?.[name] ?? 0
    // A small loss tells as much as a small gain.
    return seesAll || value === 0 || Math.abs(value) >= SHOWN_FROM ? value : null
  }
  return {
    signatures: figure("signatures"),
    signaturesToday: figure("signaturesToday"),
    lettersSent: figure("lettersSent"),
    lettersFailed: figure("lettersFailed"),
    comments: figure("comments"),
    commentsWaiting: figure("commentsWaiting"),
    hasCampaigns: (row?.campaigns ?? 0) > 0,
  }
}

/** A line of letters that stands still, and why. */
export type LineTrouble = { campaignId: string; recipient: string; alert: string }

/** Lines that an organiser has to look at: one came back, or the mail server has been away. */
export async function listLineTroubles(actor: Actor): Promise<LineTrouble[]> {
  const { rows } = await hotPool().query<LineTrouble>(
    `select t."campaignId", t.name as recipient, l.alert from "TargetLine" l join "Target" t on t.id = l."targetId"
      where l.alert is not null and ($1::uuid[] is null or t."campaignId" = any($1)) order by l."alertAt" limit 20`,
    [scopesOf(actor, "EDITOR")],
  )
  return rows
}

/** How mail does. Slow means that due messages have waited for ten minutes and more; `failed` counts the last day. */
export type MailState = {
  lastSentAt: Date | null
  waiting: number
  oldestSeconds: number
  failed: number
  isSlow: boolean
}

const BACKLOG_MAX_MINUTES = 10

/** How mail does, for the first page and the settings. */
export async function readMailState(): Promise<MailState> {
  const [lastSentAt, backlog] = await Promise.all([findLastSent(), readBacklog()])
  return { lastSentAt, ...backlog, isSlow: backlog.oldestSeconds >= BACKLOG_MAX_MINUTES * 60 }
}
