import type { PublicComment } from "#lib/domain/comments/queries"
import { CommentItem, type ThreadFacts } from "#components/comments/comment-item"

type Branch = { comment: PublicComment; replies: Branch[] }

/** Comments in their order as branches: what follows on a deeper level belongs to the one before. */
function branches(comments: readonly PublicComment[]): Branch[] {
  const roots: Branch[] = []
  const open: Branch[] = []
  for (const comment of comments) {
    while (open.length > 0 && (open.at(-1)?.comment.level ?? 0) >= comment.level) open.pop()
    const branch = { comment, replies: [] }
    const above = open.at(-1)
    if (above) above.replies.push(branch)
    else roots.push(branch)
    open.push(branch)
  }
  return roots
}

function Branches({ of, facts, above }: { of: readonly Branch[]; facts: ThreadFacts; above: string | null }) {
  return (
    <ol className={above === null ? "comments" : "comments replies"}>
      {of.map(({ comment, replies }) => (
        <li key={comment.id} id={`comment-${comment.id}`}>
          <CommentItem comment={comment} facts={facts} isBelowParent={comment.parent?.id === above} />
          {replies.length > 0 && <Branches of={replies} facts={facts} above={comment.id} />}
        </li>
      ))}
    </ol>
  )
}

/** Comments with their replies below them, three levels deep. */
export function CommentThread({ comments, facts }: { comments: readonly PublicComment[]; facts: ThreadFacts }) {
  return <Branches of={branches(comments)} facts={facts} above={null} />
}

/** Comments one after the other, each saying what it answers. */
export function CommentRow({ comments, facts }: { comments: readonly PublicComment[]; facts: ThreadFacts }) {
  return (
    <ol className="comments">
      {comments.map((comment) => (
        <li key={comment.id} id={`comment-${comment.id}`}>
          <CommentItem comment={comment} facts={facts} />
        </li>
      ))}
    </ol>
  )
}
