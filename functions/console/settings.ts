import { Variables } from "../environment/variables.ts";

/** What the deployment tells the console, and whoever starts a task of it. */
export interface Settings {
    environment: string;
    /** Decides what a person sees: what the user may do is the database's to say. */
    mode: "read" | "write";
    database: { host: string; port: number; name: string; user: string; generation: string };
    region: string;
    /** PEM of who may sign for a database of RDS. */
    caFile: string;
    /** The ARN that started it, as the script says; the audit log of AWS's calls knows it for sure. */
    who: string;
    /** Why; only a session that writes has to say. */
    reason: string;
    /** From the start of the task to its end, whatever happens. */
    minutes: number;
    /** Run in place of what a person types. */
    sql: string | undefined;
    /** Where the session finds the process that watches it. @default /tmp/console.sock */
    socket: string;
    /** Seconds after which it ends when no session has begun. @default 180 */
    patienceSeconds: number;
    /** Seconds that ECS Exec has to send its recording, which it does when a session is over. @default 15. Not measured. */
    recordingSeconds: number;
}

const mostMinutes = 240;

/** The settings, or an error that names each variable that is wrong. */
export function settingsFrom(env: NodeJS.ProcessEnv): Settings {
    const told = new Variables(env);
    const number = (name: string, preset: number | undefined, most: number) => {
        const value = Number(env[name] ?? preset);
        const seen = JSON.stringify(env[name]);
        if (!(value > 0 && value <= most)) told.fault(`${name} is ${seen}; use more than 0, at most ${most}`);
        return value;
    };
    const mode = told.text("MODE") as Settings["mode"];
    if (!["read", "write"].includes(mode)) told.fault(`MODE is ${mode}; use read or write`);
    if (mode === "write" && !env.REASON) told.fault("REASON is not set; use why somebody has to write");
    return told.checked({
        environment: told.text("ENVIRONMENT"),
        mode,
        database: {
            host: told.text("DATABASE_HOST"),
            port: told.whole("DATABASE_PORT", 65_535),
            name: told.text("DATABASE_NAME"),
            user: told.text("DATABASE_USER"),
            generation: told.text("GENERATION"),
        },
        region: told.text("AWS_REGION"),
        caFile: told.text("RDS_CA_FILE"),
        who: told.text("WHO"),
        reason: env.REASON ?? "",
        minutes: number("MINUTES", undefined, mostMinutes),
        sql: env.SQL,
        socket: socketIn(env),
        patienceSeconds: number("PATIENCE_SECONDS", 180, 600),
        recordingSeconds: number("RECORDING_SECONDS", 15, 60),
    });
}

export function socketIn(env: NodeJS.ProcessEnv): string {
    return env.CONSOLE_SOCKET ?? "/tmp/console.sock";
}
