/** Runs once when Next starts, also without the front: nothing can be sealed or opened before the keys are loaded. */
export async function register(): Promise<void> {
  // eslint-disable-next-line no-restricted-syntax -- Not a setting: Next compiles this file for its edge runtime as well, which has no database.
  if (process.env.NEXT_RUNTIME !== "nodejs") return
  const { loadKeyring } = await import("#lib/platform/keyring")
  await loadKeyring()
}
