import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import type { Actor } from "#lib/domain/identity/policy"
import { type BlockRule, parseBlockRule } from "#lib/domain/moderation/block-rules"
import { forgetFilter } from "#lib/domain/moderation/filter"
import { canSetRules } from "#lib/domain/moderation/policy"
import { db, transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { fail, ok, type Result } from "#lib/shared/result"

export type BlockRuleView = BlockRule & { id: string; scope: string }

type RuleRefusal = "rule_empty" | "rule_too_long" | "rule_too_short" | "rule_trade_word"

/** Owners of the site may set rules everywhere, but not where nothing is. */
async function isScope(scope: string): Promise<boolean> {
  return scope === "" || (await db().campaign.count({ where: { id: scope } })) > 0
}

/**
 * Adds a rule: words or a domain that are held, or called spam. The same rule again changes what is done.
 *
 * @param scope Campaign id, or "" for all.
 */
export async function addBlockRule(
  actor: Actor,
  { scope, typed, action }: { scope: string; typed: string; action: BlockRule["action"] },
): Promise<Result<null, "forbidden" | RuleRefusal>> {
  if (!canSetRules(actor, scope) || !(await isScope(scope))) return fail("forbidden")
  const parsed = parseBlockRule(typed, action)
  if (!parsed.ok) return parsed
  const { kind, value: pattern } = parsed.value
  await transaction(async (tx) => {
    await tx.blockRule.upsert({
      where: { scope_kind_pattern: { scope, kind, pattern } },
      create: { id: newId(), scope, kind, pattern, action },
      update: { action },
    })
    await recordAudit(tx, actor.organiserId, "rule_added", { campaignId: scope || null })
  })
  forgetFilter()
  return ok(null)
}

/** Takes a rule away. */
export async function removeBlockRule(actor: Actor, id: string): Promise<Result<null, "forbidden" | "unknown">> {
  const found = await db().blockRule.findUnique({ where: { id } })
  if (!found) return fail("unknown")
  if (!canSetRules(actor, found.scope)) return fail("forbidden")
  await transaction(async (tx) => {
    await tx.blockRule.deleteMany({ where: { id } })
    await recordAudit(tx, actor.organiserId, "rule_removed", { campaignId: found.scope || null })
  })
  forgetFilter()
  return ok(null)
}

/** The rules that the actor may see: those of all campaigns and of their own. */
export async function listBlockRules(actor: Actor): Promise<BlockRuleView[]> {
  const found = await db().blockRule.findMany({ orderBy: [{ scope: "asc" }, { pattern: "asc" }], take: 2_000 })
  return found
    .filter(({ scope }) => canSetRules(actor, scope))
    .map(({ id, scope, kind, pattern, action }) => ({
      ...{ id, scope, kind: kind as BlockRule["kind"], value: pattern },
      action: action as BlockRule["action"],
    }))
}
