/** The PostgreSQL server that tests may use, and how they make room on it. */
import pg from "pg";

/** `postgresql://…` of a user who may make databases and roles, from `BYLAW_TEST_POSTGRES`; null: there is none. */
export const ADDRESS = process.env["BYLAW_TEST_POSTGRES"] || null;

export async function pgQuery(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: ADDRESS! });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
