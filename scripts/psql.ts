/**
 * Opens psql on the database in a task that records everything and ends by itself; it reads, and with a reason it writes.
 *
 *     npm run psql -- --stack production
 */
import { signIn } from "./lib/cloud.ts";
import { answer, Misuse, start, type Command, type Given } from "./lib/command.ts";
import { confirmed, yesOption } from "./lib/confirm.ts";
import { environmentOf, stackOption } from "./lib/environment.ts";
import { checkPlugin } from "./lib/psql/enter.ts";
import { endConsoles, openConsoles, showConsoles } from "./lib/psql/others.ts";
import { consolesOf, databaseOf } from "./lib/psql/place.ts";
import { sayPlan, session, type Wanted } from "./lib/psql/session.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "psql",
    says: "Opens psql on the database, in a task that records everything and ends by itself: to read, or with a reason to write.",
    example: 'npm run psql -- --stack production --write "refund order 4711, ticket 88"',
    options: {
        ...stackOption,
        generation: {
            type: "string",
            value: "GENERATION",
            says: "Which copy of the data. Without it the one that serves.",
        },
        write: {
            type: "string",
            value: "REASON",
            says: "Write, as the migrator, and why: 10 to 256 characters. Nothing is kept before COMMIT.",
        },
        minutes: { type: "string", value: "N", says: "It ends after so many, 1 to 240. Without it 30." },
        command: {
            type: "string",
            value: "SQL",
            says: "Run this and end, with --write as a whole or not at all. It needs a terminal, too.",
        },
        list: { type: "boolean", says: "Show the consoles that are open, and change nothing." },
        end: { type: "boolean", says: "End every console that is open, whoever opened it." },
        ...yesOption,
    },
    exits: { good: "the session is over", faults: "it broke off, or the SQL failed" },
};

function wantedIn(given: Given): Wanted {
    const reason = given.text("write");
    if (reason !== undefined && !/^[^\p{Cc}]{10,256}$/u.test(reason.trim()))
        throw new Misuse(`--write is "${reason}"; use why you have to write, in 10 to 256 characters.`);
    const text = given.text("minutes") ?? "30";
    const minutes = Number(text);
    if (!/^\d+$/.test(text) || minutes < 1 || minutes > 240)
        throw new Misuse(`--minutes is ${text}; use 1 to 240.`);
    const sql = given.text("command");
    // ECS takes 8,192 characters of overrides in all (its Developer Guide, "Amazon ECS service quotas").
    if (sql !== undefined && (sql.trim() === "" || sql.length > 6000))
        throw new Misuse(`--command has ${sql.length} characters; use 1 to 6,000, or type it in a session.`);
    return { mode: reason === undefined ? "read" : "write", reason: reason?.trim(), minutes, sql };
}

async function psql(given: Given, world: World): Promise<number> {
    const wanted = wantedIn(given);
    const [isList, isEnd] = [given.flag("list"), given.flag("end")];
    const others = ["write", "command", "generation", "minutes"].filter(
        (one) => given.text(one) !== undefined,
    );
    if (isList && isEnd) throw new Misuse("use one of --list and --end.");
    if ((isList || isEnd) && others.length > 0)
        throw new Misuse(`--${others[0]} is for a session of your own; leave it out with --list and --end.`);
    const environment = await environmentOf(given.text("stack"), world);
    const consoles = consolesOf(environment);
    if (!isList && !isEnd) await checkPlugin(world);
    const cloud = await signIn(environment);
    if (isList || isEnd) {
        const open = await openConsoles(cloud, consoles);
        if (open.length === 0) world.err("psql: no console is open.");
        if (open.length === 0) return 0;
        showConsoles(open, world);
        if (isList) world.err(`Next, to end them: npm run psql -- --stack ${environment.stack} --end`);
        if (isList) return 0;
        await confirmed(environment, given.flag("yes"), world);
        await endConsoles(cloud, consoles, open, world);
        world.err(`Next, to see that none is left: npm run psql -- --stack ${environment.stack} --list`);
        return 0;
    }
    const database = await databaseOf(environment, cloud, given.text("generation"));
    sayPlan(environment, cloud, database, wanted, world);
    if (wanted.mode === "write") await confirmed(environment, given.flag("yes"), world);
    const code = await session(cloud, consoles, database, wanted, world);
    const logs = `aws logs tail /${environment.name}/console --since ${wanted.minutes + 5}m`;
    world.err(`Next, to read what was done: ${logs} --region ${cloud.region}`);
    return code;
}

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, (given) => psql(given, world));
}

start(import.meta.url, main);
