import { notFound } from "next/navigation"
import { readLocale } from "../../../../(public)/page-params"
import { Area, requireOrganiser } from "../../area"
import { TaskPage, taskTitle } from "#components/admin/task-page"
import { findOwnTask } from "#lib/web/own-task"

/** Long work of the organiser who looks: how far it is, and the file it made. It looks again by itself until the work ends. */
export default async function Page({ params }: { params: Promise<{ locale: string; id: string }> }) {
  const [locale, { id }] = await Promise.all([readLocale(params), params])
  const signedIn = await requireOrganiser(locale)
  const task = await findOwnTask(id, signedIn.actor)
  if (!task) notFound()
  const isUnderWay = task.state === "WAITING" || task.state === "RUNNING"
  return (
    <Area locale={locale} path={`/admin/tasks/${task.id}`} title={taskTitle(locale, task.kind)} signedIn={signedIn}>
      {isUnderWay && <meta httpEquiv="refresh" content="2" />}
      <TaskPage locale={locale} task={task} proof={signedIn.proof} back={task.back} />
    </Area>
  )
}
