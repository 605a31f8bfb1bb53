import "server-only"
import { db } from "#lib/platform/db"
import { dayOf } from "#lib/shared/dates"

/** Letters that were handed over together; `on` is `YYYY-MM-DD`. */
export type HandedLetters = { on: string; recipient: string; n: number }

/** The hand-overs of letters that have happened in a campaign, the newest first. */
export async function listHandedLetters(campaignId: string): Promise<HandedLetters[]> {
  const found = await db().letterHandOver.findMany({
    where: { handedOn: { not: null }, line: { target: { campaignId } } },
    orderBy: { handedOn: "desc" },
    select: {
      handedOn: true,
      line: { select: { target: { select: { name: true } } } },
      _count: { select: { deliveries: true } },
    },
    take: 100,
  })
  return found.flatMap(({ handedOn, line, _count }) =>
    handedOn ? [{ on: dayOf(handedOn), recipient: line.target.name, n: _count.deliveries }] : [],
  )
}
