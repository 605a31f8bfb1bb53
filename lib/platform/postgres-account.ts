import { execFileSync } from "node:child_process"
import { readFileSync, statSync } from "node:fs"
import { dirname } from "node:path"

/** The system user that PostgreSQL runs as: it refuses to run as root. */
export type Account = { uid: number; gid: number }

const NAME = "postgres"

function find(): Account | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${NAME}:`))
  const [, , uid, gid] = line?.split(":") ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

function create(): void {
  const args = [
    "--system",
    "--user-group",
    "--no-create-home",
    "--home-dir",
    "/nonexistent",
    "--shell",
    "/bin/false",
    NAME,
  ]
  try {
    execFileSync("useradd", args, { stdio: "pipe" })
  } catch (error) {
    throw new Error(
      `PostgreSQL refuses to run as root, and the system user "${NAME}" could not be made.\n` +
        `Make it by hand (useradd ${args.join(" ")}), start as another user, or set DATABASE_URL.`,
      { cause: error },
    )
  }
}

/**
 * The account for PostgreSQL: undefined unless this process is root, else the system user `postgres`, made when it is missing.
 *
 * @throws with what to do when the user cannot be made.
 */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const known = find()
  if (known) return known
  create()
  const made = find()
  if (!made) throw new Error(`The system user "${NAME}" was made but cannot be found. Set DATABASE_URL instead.`)
  return made
}

function mayEnter({ uid, gid }: Account, folder: string): boolean {
  const { mode, uid: owner, gid: group } = statSync(folder)
  if (uid === owner) return (mode & 0o100) !== 0
  if (gid === group) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

/**
 * Checks that the account can reach a folder.
 *
 * @throws naming the first parent that it cannot enter, and the ways out.
 */
export function assertReachable(account: Account, folder: string, what: string): void {
  const parents: string[] = []
  for (let at = folder; ; at = dirname(at)) {
    parents.unshift(at)
    if (at === dirname(at)) break
  }
  const closed = parents.find((parent) => !mayEnter(account, parent))
  if (!closed) return
  throw new Error(
    `PostgreSQL refuses to run as root, so it runs as the system user "${NAME}". That user cannot enter ${closed},\n` +
      `where ${what} is. One of these helps:\n` +
      `  - move the project and its data folder (DATA_DIR) to a place that other users can enter, such as /srv;\n` +
      `  - let others pass through, without letting them look in: chmod o+x ${closed}\n` +
      `  - start as the user that owns the folder instead of root;\n` +
      `  - use a PostgreSQL of your own: set DATABASE_URL.`,
  )
}
