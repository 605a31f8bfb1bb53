import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react"

/** What every field has around it. `error` is the sentence that also stands in the summary. */
export type FieldFrame = {
  id: string
  name: string
  label: ReactNode
  hint?: ReactNode
  error?: string | null
  /** The word before an error, so that it is never told by colour alone. */
  errorPrefix?: string
}

/** Which texts belong to a field, for `aria-describedby`. */
export function describedBy({ id, hint, error }: Pick<FieldFrame, "id" | "hint" | "error">): string | undefined {
  return [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined
}

/** The sentence beside a field that says what is wrong with it. */
export function FieldError({ id, error, errorPrefix }: Pick<FieldFrame, "id" | "error" | "errorPrefix">) {
  if (!error) return null
  return (
    <p className="error" id={`${id}-error`}>
      {errorPrefix && `${errorPrefix} `}
      {error}
    </p>
  )
}

function Framed({
  id,
  label,
  hint,
  error,
  errorPrefix,
  after,
  children,
}: FieldFrame & { after?: ReactNode; children: ReactNode }) {
  return (
    <div className={error ? "field has-error" : "field"}>
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldError id={id} error={error} errorPrefix={errorPrefix} />
      {children}
      {after}
    </div>
  )
}

type FieldProps = FieldFrame & { after?: ReactNode } & Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "name">

/** One line to type in: label, hint, error and field, in this order. */
export function Field({ id, name, label, hint, error, errorPrefix, after, className, ...input }: FieldProps) {
  return (
    <Framed {...{ id, name, label, hint, error, errorPrefix, after }}>
      <input
        className={className ? `input ${className}` : "input"}
        id={id}
        name={name}
        aria-describedby={describedBy({ id, hint, error })}
        aria-invalid={error ? true : undefined}
        {...input}
      />
    </Framed>
  )
}

type TextAreaProps = FieldFrame & { after?: ReactNode } & Omit<
    TextareaHTMLAttributes<HTMLTextAreaElement>,
    "id" | "name"
  >

/** Several lines to type in. */
export function TextArea({ id, name, label, hint, error, errorPrefix, after, ...area }: TextAreaProps) {
  return (
    <Framed {...{ id, name, label, hint, error, errorPrefix, after }}>
      <textarea
        className="input"
        id={id}
        name={name}
        dir="auto"
        aria-describedby={describedBy({ id, hint, error })}
        aria-invalid={error ? true : undefined}
        {...area}
      />
    </Framed>
  )
}

type SelectProps = FieldFrame & { options: readonly { value: string; text: string }[] } & Omit<
    SelectHTMLAttributes<HTMLSelectElement>,
    "id" | "name"
  >

/** One of many. */
export function Select({ id, name, label, hint, error, errorPrefix, options, ...select }: SelectProps) {
  return (
    <Framed {...{ id, name, label, hint, error, errorPrefix }}>
      <select
        className="input"
        id={id}
        name={name}
        aria-describedby={describedBy({ id, hint, error })}
        aria-invalid={error ? true : undefined}
        {...select}
      >
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Framed>
  )
}
