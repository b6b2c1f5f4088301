import { readFileSync } from "node:fs";

export function text(name: string): string {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is not set; stacks/application.ts says what it is.`);
    return value;
}

export function whole(name: string, otherwise: number, least: number, most: number): number {
    const value = Number(process.env[name] ?? otherwise);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new Error(`${name} is ${process.env[name]}; use a whole number from ${least} to ${most}.`);
}

/** Where the database is and who it is there, by libpq's own variables. */
export function login() {
    const { PGSSLMODE: mode, PGSSLROOTCERT: file } = process.env;
    // As libpq means "require": `pg` would check the certificate, and nobody vouches for a pooler's.
    const ssl = mode === "require" ? { rejectUnauthorized: false } : { ca: file && readFileSync(file) };
    const at = { host: text("PGHOST"), port: whole("PGPORT", 5432, 1, 65_535), keepAlive: true, ssl };
    return { ...at, user: text("PGUSER"), password: text("PGPASSWORD") };
}
