import type { ReactNode } from "react"
import { describedBy, FieldError, type FieldFrame } from "#components/ui/field"

type CheckboxProps = FieldFrame & { isChecked?: boolean; isRequired?: boolean; value?: string }

/** A box to tick. It posts `yes`, or nothing. */
export function Checkbox({
  id,
  name,
  label,
  hint,
  error,
  errorPrefix,
  isChecked,
  isRequired,
  value = "yes",
}: CheckboxProps) {
  return (
    <div className={error ? "check has-error" : "check"}>
      <FieldError id={id} error={error} errorPrefix={errorPrefix} />
      <input
        type="checkbox"
        id={id}
        name={name}
        value={value}
        defaultChecked={isChecked}
        required={isRequired}
        aria-describedby={describedBy({ id, hint, error })}
        aria-invalid={error ? true : undefined}
      />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

type RadioGroupProps = Omit<FieldFrame, "label"> & {
  legend: ReactNode
  chosen?: string
  options: readonly { value: string; text: ReactNode }[]
}

/** One of a few. Its first box has the group's id, so that a summary can lead to it. */
export function RadioGroup({ id, name, legend, hint, error, errorPrefix, chosen, options }: RadioGroupProps) {
  return (
    <fieldset className={error ? "has-error" : undefined} aria-describedby={describedBy({ id, hint, error })}>
      <legend>{legend}</legend>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldError id={id} error={error} errorPrefix={errorPrefix} />
      {options.map(({ value, text }, index) => {
        const optionId = index === 0 ? id : `${id}-${value}`
        return (
          <div className="check" key={value}>
            <input type="radio" id={optionId} name={name} value={value} defaultChecked={value === chosen} />
            <label htmlFor={optionId}>{text}</label>
          </div>
        )
      })}
    </fieldset>
  )
}
