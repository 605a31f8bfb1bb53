import { Notice } from "#components/ui/notice"
import { ProgressBar } from "#components/ui/progress-bar"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** A file of a hand-over and the task that makes it; `null` for tasks of somebody else, and those that are deleted. */
export type DeliveryFile = {
  kind: "Pdf" | "Csv"
  hash: string | null
  task: { id: string; state: "WAITING" | "RUNNING" | "DONE" | "FAILED"; done: number; total: number } | null
}

function OneFile({ locale, file }: { locale: Locale; file: DeliveryFile }) {
  const t = translator(locale, "adminDelivery")
  const { kind, hash, task } = file
  const name = t(`file${kind}`)
  if (!hash) {
    const range = task && task.total > 0 ? { value: task.done, max: task.total } : {}
    return (
      <ProgressBar label={t(`progress${kind}`)} {...range}>
        {name}
      </ProgressBar>
    )
  }
  return (
    <li>
      {task?.state === "DONE" ? (
        <a className="tap" href={localePath(locale, `/admin/tasks/${task.id}`)}>
          {t("download", { kind: name })}
        </a>
      ) : (
        <strong>{name}</strong>
      )}
      <br />
      <span className="small muted fingerprint">{t("fingerprint", { hash })}</span>
    </li>
  )
}

/** The files of a hand-over: how far they are, where to get them, and their fingerprints. */
export function DeliveryFiles({
  locale,
  files,
  isOver,
}: {
  locale: Locale
  files: readonly DeliveryFile[]
  isOver: boolean
}) {
  const t = translator(locale, "adminDelivery")
  const isBuilding = files.some(({ hash }) => hash === null)
  const hasFailed = files.some(({ hash, task }) => hash === null && task?.state === "FAILED")
  const lacksFile = !isBuilding && files.some(({ task }) => task?.state !== "DONE")
  const done = files.filter(({ hash }) => hash !== null)
  const waiting = files.filter(({ hash }) => hash === null)
  return (
    <>
      <h2>{t("filesHeading")}</h2>
      {hasFailed && <Notice kind="error" title={t("failed")} />}
      {isBuilding && !hasFailed && <p>{t("beingBuilt")}</p>}
      {!hasFailed && waiting.map((file) => <OneFile key={file.kind} locale={locale} file={file} />)}
      {done.length > 0 && (
        <ul className="files">
          {done.map((file) => (
            <OneFile key={file.kind} locale={locale} file={file} />
          ))}
        </ul>
      )}
      {lacksFile && <p className="muted">{t(isOver ? "fileGone" : "onlyStarter")}</p>}
    </>
  )
}
