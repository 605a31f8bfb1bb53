import { freshDatabase } from "#tests/support/database"

// Each test file has a database of its own, ready before anything reads the settings.
process.env.DATABASE_URL = await freshDatabase()
