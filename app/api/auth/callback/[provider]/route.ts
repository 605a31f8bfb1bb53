import { finishLogin } from "#lib/web/handlers/login"

export const dynamic = "force-dynamic"

type Context = { params: Promise<{ provider: string }> }

/** Where the log-in companies send people back to. Nothing else of NextAuth has an address: forms of ours ask it in-process. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  return finishLogin(request, await params)
}
