import { expect, type Page } from "@playwright/test"
import { simpleParser } from "mailparser"
import { withClient } from "#tests/support/database"
import { databaseUrlOf } from "#tests/support/site-database"
import { type ScriptedSmtp, startSmtp } from "#tests/support/smtp"
import { startSite, type TestSite } from "#tests/support/site"

export const SLUG = "amnesty-2015"
export const OFFICE = "office@target.example"

/** A site that sends its mail to a real mail server on this machine, and its letters to an office that is always open. */
export async function startLetterSite(): Promise<{ site: TestSite; smtp: ScriptedSmtp; stop: () => Promise<void> }> {
  const smtp = await startSmtp()
  const site = await startSite({ SMTP_URL: smtp.url, LETTER_TARGET_EMAIL: OFFICE })
  await withClient(databaseUrlOf(site), (client) => client.query('update "TargetLine" set "keepsOfficeHours" = false'))
  const stop = async () => {
    await site.stop()
    await smtp.stop()
  }
  return { site, smtp, stop }
}

let made = 0

/** An address that no other test uses. */
export function newAddress(): string {
  made += 1
  return `writer-${process.pid}-${Date.now()}-${made}@example.org`
}

/** The newest mail to an address, as soon as it has come. */
export async function mailTo({ received }: ScriptedSmtp, address: string) {
  await expect
    .poll(() => received.filter(({ to }) => to.includes(address)).length, { timeout: 15_000 })
    .toBeGreaterThan(0)
  return simpleParser(received.findLast(({ to }) => to.includes(address))!.raw)
}

/** The path of the first link of a kind in a mail. */
export function pathIn(text: string | undefined, kind: "confirm" | "r" | "d"): string {
  const path = new RegExp(`/(?:[a-z]{2}/)?${kind}/[\\w-]{22}`).exec(text ?? "")?.[0]
  if (!path) throw new Error(`No /${kind}/ link in the mail.`)
  return path
}

/** Fills in who writes. */
export async function fillWriter(page: Page, { name = "Ana", email = newAddress() } = {}): Promise<string> {
  await page.fill("#letter-name", name)
  await page.fill("#letter-email", email)
  await page.check("#letter-consent")
  return email
}

/** The mail kept on this machine for an address. */
export async function keptMailTo(page: Page, address: string): Promise<{ text: string; subject: string }> {
  let mail: { text: string; subject: string }[] = []
  await expect
    .poll(async () => {
      const answer = await page.request.get(`/demo/outbox.json?limit=5&to=${encodeURIComponent(address)}`)
      mail = (await answer.json()) as typeof mail
      return mail.length
    })
    .toBeGreaterThan(0)
  return mail[0]!
}

export const previewButton = "#letter-form .button-primary"
