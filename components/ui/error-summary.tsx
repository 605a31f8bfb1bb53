/** One thing to put right: its sentence, and the field it is about (none when it is about the whole form). */
export type SummaryError = { fieldId: string | null; text: string }

/** The list of what has to be put right, above the heading of the page. It takes the focus. */
export function ErrorSummary({ title, errors }: { title: string; errors: readonly SummaryError[] }) {
  return (
    <div className="notice notice-error summary" role="alert" tabIndex={-1} autoFocus aria-labelledby="problem">
      <h2 className="notice-head" id="problem">
        {title}
      </h2>
      <ul>
        {errors.map(({ fieldId, text }) => (
          <li key={`${fieldId} ${text}`}>{fieldId ? <a href={`#${fieldId}`}>{text}</a> : text}</li>
        ))}
      </ul>
    </div>
  )
}
