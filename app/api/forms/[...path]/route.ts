import { answerWithoutFront } from "#lib/web/without-front"

export const dynamic = "force-dynamic"

type Context = { params: Promise<{ path: string[] }> }

/** The handlers under plain Next: `next.config.ts` leads their addresses here. The front answers them before Next is asked. */
async function handle(request: Request, { params }: Context): Promise<Response> {
  return answerWithoutFront(request, (await params).path)
}

export { handle as GET, handle as POST, handle as PUT, handle as PATCH, handle as DELETE }
