import { Fragment } from "react"
import { type CommentToken, commentParagraphs, LINK_REL } from "#lib/domain/comments/text"

function Token({ token }: { token: CommentToken }) {
  if (token.kind === "line") return <br />
  if (token.kind === "text") return token.text
  return (
    <a href={token.href} rel={LINK_REL}>
      {token.text}
    </a>
  )
}

type CommentBodyProps = { text: string; hasLinks: boolean; lang?: string }

/** The words of a comment: paragraphs and line breaks, each paragraph in its own direction. */
export function CommentBody({ text, hasLinks, lang }: CommentBodyProps) {
  return (
    <div className="comment-body" lang={lang}>
      {commentParagraphs(text, { hasLinks }).map((tokens, index) => (
        <p key={index} dir="auto">
          {tokens.map((token, at) => (
            <Fragment key={at}>
              <Token token={token} />
            </Fragment>
          ))}
        </p>
      ))}
    </div>
  )
}
