import { coloursCss } from "#lib/domain/campaigns/colours"
import { findLook } from "#lib/domain/campaigns/queries"
import { problem } from "#lib/web/problem-page"

/** The colours of a campaign as a style sheet: `GET /c/{slug}/colours.css`. They come from the database alone, never from the address. */
export async function colours(request: Request, { slug = "" }: Record<string, string>): Promise<Response> {
  const look = await findLook(slug)
  if (!look?.colours) return problem(request, { status: 404 })
  return new Response(coloursCss(look.colours), {
    headers: { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=86400" },
  })
}
