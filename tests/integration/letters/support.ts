import { createLetterRunner, type LetterRunner } from "#lib/domain/letters/sender"
import { db } from "#lib/platform/db"
import { type MailerOptions, openMailer } from "#lib/platform/smtp"
import { type ScriptedSmtp, type SmtpScript, startSmtp } from "#tests/support/smtp"

/** A Tuesday at ten in London, in winter: UTC and the office's clock are the same. */
export const NOON = new Date("2026-11-24T10:00:00Z")

/** A clock that stands until it is set on. */
export function standingClock(start = NOON) {
  let now = start
  return {
    read: () => now,
    passMinutes: (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000)),
    set: (moment: Date) => (now = moment),
  }
}

export type PostOffice = {
  smtp: ScriptedSmtp
  clock: ReturnType<typeof standingClock>
  runner: LetterRunner
  /** Sends what may go now, and waits until nothing is under way. */
  work: () => Promise<void>
  close: () => Promise<void>
}

/** A mail server that answers by a script, and a runner that sends to it by a clock of its own. */
export async function openPostOffice(
  script?: SmtpScript,
  { start, ...mailing }: { start?: Date } & Pick<MailerOptions, "dkim" | "silenceMs"> = {},
): Promise<PostOffice> {
  const smtp = await startSmtp(script)
  const clock = standingClock(start)
  const mailer = openMailer(smtp.url, { hostname: "localhost", connections: 4, ...mailing })
  const runner = createLetterRunner(mailer, { clock: clock.read, patienceMs: 500 })
  return {
    smtp,
    clock,
    runner,
    work: async () => {
      await runner.run()
      await runner.idle()
    },
    close: async () => {
      await runner.stop()
      await smtp.stop()
    },
  }
}

/** Empties every line, so that a test sees its own letters alone. */
export async function clearLetters(): Promise<void> {
  await db().letter.deleteMany()
  await db().letterHandOver.deleteMany()
  await db().message.deleteMany()
}

/** The text part of a mail as its reader sees it, line breaks as `\n`. */
export function readText(text: string | undefined): string {
  return (text ?? "").replace(/\r\n/g, "\n")
}
