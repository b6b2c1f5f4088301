import { connect } from "../database/connect.ts";
import type { Generation } from "../switch/record.ts";
import type { Place } from "./place.ts";

/** Signs in to a generation as the pooler does, at the server that its certificate names and at no other; and leaves. */
async function signIn({ database, login, ca }: Place, at: Generation): Promise<void> {
    const { host, port } = at;
    const db = await connect({
        host,
        port,
        database,
        ...login,
        ca,
        application_name: "airworthy-pooler-agent",
    });
    await db.end();
}

/** Whether a generation lets the pooler in; or why that can't be told. */
export async function fenceOf(place: Place, at: Generation): Promise<"fenced" | "open" | Error> {
    try {
        await signIn(place, at);
        return "open";
    } catch (error) {
        // invalid_authorization_specification: the password is right, and the role may not sign in.
        return (error as { code?: string }).code === "28000" ? "fenced" : (error as Error);
    }
}
