import { Button, ButtonLink } from "#components/ui/button"
import { Notice } from "#components/ui/notice"
import { ProgressBar } from "#components/ui/progress-bar"
import { formatter, type Messages, translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type TaskShown = {
  id: string
  kind: string
  state: "WAITING" | "RUNNING" | "DONE" | "FAILED"
  done: number
  total: number
  fileName: string | null
  bytes: number
  error: string | null
}

type TaskPageProps = {
  locale: Locale
  task: TaskShown
  proof: string
  /** The page that the work belongs to. */
  back: string
}

type Texts = Messages["adminTasks"]

/** What a task does, in words. */
export function taskTitle(locale: Locale, kind: string): string {
  const t = translator(locale, "adminTasks")
  const key = `kind_${kind}` as keyof Texts & `kind_${string}`
  return t.has(key) ? t(key) : t("kind_other")
}

function reason(locale: Locale, error: string): string {
  const t = translator(locale, "adminTasks")
  const [code = "", id = ""] = error.split(" ")
  const key = `failed_${code}` as keyof Texts & `failed_${string}`
  return code !== "fault" && t.has(key) ? t(key as "failed_gone") : t("failed_fault", { id: id || code })
}

function state(locale: Locale, { state, done, total }: TaskShown): string {
  const t = translator(locale, "adminTasks")
  if (state === "WAITING") return t("waiting")
  return total > 0 ? t("running", { done, total }) : t("begun")
}

function size(locale: Locale, bytes: number): string {
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1_000, "kilobyte"] : [bytes / 1_000_000, "megabyte"]
  return formatter(locale).number(Math.max(amount, 0.1), { style: "unit", unit, maximumFractionDigits: 1 })
}

/** How long work stands, and what it made. */
export function TaskPage({ locale, task, proof, back }: TaskPageProps) {
  const t = translator(locale, "adminTasks")
  const title = taskTitle(locale, task.kind)
  const isUnderWay = task.state === "WAITING" || task.state === "RUNNING"
  return (
    <>
      <h1>{title}</h1>
      {isUnderWay && (
        <ProgressBar label={title} {...(task.total > 0 && { value: task.done, max: task.total })}>
          {state(locale, task)}
        </ProgressBar>
      )}
      {isUnderWay && <p className="muted">{t("mayLeave")}</p>}
      {task.state === "DONE" && (
        <Notice kind="success" role="status" title={t("done")}>
          {task.fileName && <p>{t("keptFor")}</p>}
        </Notice>
      )}
      {task.state === "DONE" && task.fileName && (
        <p>
          <ButtonLink isPrimary href={`/admin/tasks/${task.id}/file`}>
            {t("download")}
          </ButtonLink>{" "}
          <span className="muted">
            {task.fileName} · {size(locale, task.bytes)}
          </span>
        </p>
      )}
      {task.state === "FAILED" && (
        <Notice kind="error" role="alert" title={t("failed")}>
          <p>{reason(locale, task.error ?? "")}</p>
        </Notice>
      )}
      <form action={`/admin/tasks/${task.id}`} method="post">
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="proof" value={proof} />
        <Button name="action" value="delete">
          {isUnderWay ? t("stop") : task.fileName ? t("deleteFile") : t("delete")}
        </Button>
      </form>
      <p>
        <a href={localePath(locale, back)}>{t("back")}</a>
      </p>
    </>
  )
}
