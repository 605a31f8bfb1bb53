import "server-only"
import type { Actor } from "#lib/domain/identity/policy"
import { findTask, type TaskView } from "#lib/platform/tasks"
import { canSee } from "#lib/web/organiser/access"

/** The page that a kind of task belongs to, after the campaign's address. */
const PAGES: Readonly<Record<string, string>> = {
  signatures_export: "/signatures",
  paper_import: "/signatures/paper",
  signature_rule: "/signatures/rules",
  delivery_pdf: "/delivery",
  delivery_csv: "/delivery",
  delivery_mark: "/delivery",
}

/** A task for its page, with the way back to where it belongs; `null` for tasks of others. */
export async function findOwnTask(id: string, actor: Actor): Promise<(TaskView & { back: string }) | null> {
  const task = await findTask(id, actor.organiserId)
  if (!task) return null
  const page = PAGES[task.kind]
  const isThere =
    page !== undefined && task.campaignId !== null && canSee(actor, `/admin/campaigns/{id}${page}`, task.campaignId)
  return { ...task, back: isThere ? `/admin/campaigns/${task.campaignId}${page}` : "/admin" }
}
