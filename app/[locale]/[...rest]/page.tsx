import { notFound } from "next/navigation"

/** Every address that has no page. */
export default function Rest(): never {
  notFound()
}
