import type { Socket } from "node:net"
import { SMTPServer, type SMTPServerSession } from "smtp-server"

/** The moments at which a mail server answers. `end` comes after the whole mail was received. */
export type SmtpStep = "connect" | "mail" | "rcpt" | "end"

/** An SMTP reply such as `451 4.7.1 try later`, silence, or a cut connection. `null` accepts. */
export type SmtpAnswer = string | "stall" | "hang-up" | null

export type ReceivedMail = { from: string; to: string[]; raw: string; isAccepted: boolean }

export type ScriptedSmtp = {
  url: string
  port: number
  /** Every mail whose content arrived, also when it was not accepted. */
  received: ReceivedMail[]
  /** Steps asked for so far, e.g. how often a recipient was named. */
  asked: { step: SmtpStep; address: string }[]
  stop(): Promise<void>
}

/** @param nth How many times that step has been asked for that address, this time included. */
export type SmtpScript = (moment: { step: SmtpStep; address: string; nth: number }) => SmtpAnswer

/** A real mail server on this machine that answers by a script. `port` brings one back where another one was. */
export async function startSmtp(script: SmtpScript = () => null, port = 0): Promise<ScriptedSmtp> {
  const received: ReceivedMail[] = []
  const asked: ScriptedSmtp["asked"] = []
  const counts = new Map<string, number>()
  const sockets = new Map<number, Socket>()

  function answer(step: SmtpStep, address: string, session: SMTPServerSession, reply: (error?: Error) => void): void {
    asked.push({ step, address })
    const nth = (counts.get(`${step} ${address}`) ?? 0) + 1
    counts.set(`${step} ${address}`, nth)
    const said = script({ step, address, nth })
    if (said === "stall") return
    if (said === "hang-up") return void sockets.get(session.remotePort)?.destroy()
    if (said === null) return reply()
    reply(Object.assign(new Error(said.slice(4)), { responseCode: Number(said.slice(0, 3)) }))
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    onConnect: (session, done) => answer("connect", "", session, done),
    onMailFrom: ({ address }, session, done) => answer("mail", address, session, done),
    onRcptTo: ({ address }, session, done) => answer("rcpt", address, session, done),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on("data", (chunk: Buffer) => chunks.push(chunk))
      stream.on("end", () => {
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ""
        const to = session.envelope.rcptTo.map(({ address }) => address)
        const mail = { from, to, raw: Buffer.concat(chunks).toString(), isAccepted: false }
        received.push(mail)
        answer("end", to[0] ?? "", session, (error) => {
          mail.isAccepted = !error
          done(error)
        })
      })
    },
  })
  server.on("error", () => undefined)
  server.server.on("connection", (socket: Socket) => {
    if (socket.remotePort !== undefined) sockets.set(socket.remotePort, socket)
    socket.on("close", () => socket.remotePort !== undefined && sockets.delete(socket.remotePort))
  })
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject)
    server.listen(port, "127.0.0.1", resolve)
  })
  const bound = (server.server.address() as { port: number }).port
  return {
    url: `smtp://127.0.0.1:${bound}`,
    port: bound,
    received,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets.values()) socket.destroy()
      }),
  }
}
