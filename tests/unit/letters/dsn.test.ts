import { describe, expect, it } from "vitest"
import { readDsn } from "#lib/domain/letters/dsn"

const ADDRESS = "letters+0123456789abcdef0123456789abcdef0011223344@site.example"

const report = (action: string, status: string, lineBreak = "\r\n") =>
  [
    "Return-Path: <>",
    "From: MAILER-DAEMON@mx.example (Mail Delivery System)",
    `To: ${ADDRESS}`,
    "Subject: Undelivered Mail Returned to Sender",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="x"',
    "",
    "--x",
    "Content-Type: text/plain",
    "",
    "I'm sorry. Action: failed is said here, too.",
    "",
    "--x",
    "Content-Description: Delivery report",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example",
    "",
    "Final-Recipient: rfc822; office@target.example",
    `Action: ${action}`,
    `Status: ${status}`,
    "Diagnostic-Code: smtp; 550 5.1.1 no such user",
    "",
    "--x--",
    "",
  ].join(lineBreak)

describe("a delivery report", () => {
  it("says that a letter came back, and why", () => {
    expect(readDsn(report("failed", "5.1.1"))).toEqual({ recipients: [ADDRESS], failed: true, status: "5.1.1" })
    expect(readDsn(report("failed", "4.4.7", "\n"))).toMatchObject({ failed: true, status: "4.4.7" })
  })

  it("of a delay, or of a delivery, is no failure", () => {
    expect(readDsn(report("delayed", "4.4.1"))).toMatchObject({ failed: false })
    expect(readDsn(report("delivered", "2.0.0"))).toMatchObject({ failed: false })
  })

  it("is not every mail that comes to the address", () => {
    const away = `To: ${ADDRESS}\r\nAuto-Submitted: auto-replied\r\nSubject: Out of office\r\n\r\nI am away. Action: failed\r\n`
    expect(readDsn(away)).toEqual({ recipients: [ADDRESS], failed: false, status: null })
    expect(readDsn("")).toEqual({ recipients: [], failed: false, status: null })
    expect(readDsn("\u0000\u0001 no headers")).toMatchObject({ failed: false })
  })

  it("names its recipient in folded headers and in those that mail servers add", () => {
    const folded = `X-Original-To:\r\n ${ADDRESS}\r\nTo: other@site.example\r\n\r\nx`
    expect(readDsn(folded).recipients).toEqual([ADDRESS, "other@site.example"])
  })
})
