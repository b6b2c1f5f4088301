/**
 * Installs the servers that tests can use, where this machine lets it; a second run finds them and does nothing.
 *
 *     npm run servers
 */
import { answer, start, type Command } from "./lib/command.ts";
import { missingParts, MOTO, PARTS, POSTGRES, type Part } from "./lib/server-parts.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "servers",
    says: "Installs the servers that tests can use: Debian packages as root, and moto (simulated AWS) and PostgreSQL 18 in node_modules/.cache.",
    example: "npm run servers -- --required",
    options: {
        required: { type: "boolean", says: "Exit 1 when a part is missing at the end." },
        list: { type: "boolean", says: "Say what is here and what is missing; install nothing." },
    },
    exits: { good: "done, or told what is missing", faults: "--required and a part is missing" },
};

/** Seconds for one step of an installation: a stalled mirror must not hold up the tests. */
const STEP_SECONDS = 120;

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const before = missingParts(world);
        const why = new Map<Part, string>();
        if (!given.flag("list")) {
            await installPackages(before, world, why);
            await installMoto(before, world, why);
            await installPostgres(before, world, why);
        }
        const missing = missingParts(world);
        for (const part of missing) {
            world.err(`missing: ${part.name}, for ${part.use}. ${why.get(part) ?? "Not installed yet."}`);
        }
        const here = PARTS.filter((part) => !missing.includes(part)).map((part) => part.name);
        world.err(
            `servers: ${here.length} of ${PARTS.length} here${here.length > 0 ? ` (${here.join(", ")})` : ""}`,
        );
        return given.flag("required") && missing.length > 0 ? 1 : 0;
    });
}

async function installPackages(missing: Part[], world: World, why: Map<Part, string>): Promise<void> {
    const parts = missing.filter((part) => part.debian);
    if (parts.length === 0) return;
    const packages = parts.flatMap((part) => part.debian ?? []);
    const tell = (reason: string) => parts.forEach((part) => why.set(part, reason));

    if (!world.exists("/etc/debian_version"))
        return tell(`Not Debian or Ubuntu: install it with your own means.`);
    const asRoot = await rootPrefix(world);
    if (!asRoot) return tell(`As root: apt-get install --no-install-recommends ${packages.join(" ")}`);

    world.err(`servers: installing ${packages.join(", ")} with apt-get`);
    const apt = [
        "apt-get",
        "-o",
        "Acquire::Retries=0",
        "-o",
        "Acquire::http::Timeout=20",
        "-o",
        "DPkg::Lock::Timeout=60",
    ];
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    const [program = "", ...rest] = [...asRoot, "env", "DEBIAN_FRONTEND=noninteractive", ...apt];
    // Fails when a mirror can't be reached; the lists of an earlier run may still do.
    await world.run(program, [...rest, "update", "-qq"], { env, limitSeconds: STEP_SECONDS });
    for (const part of parts) {
        const ran = await world.run(
            program,
            [...rest, "install", "-y", "-qq", "--no-install-recommends", ...(part.debian ?? [])],
            { env, limitSeconds: STEP_SECONDS },
        );
        if (ran.code !== 0) why.set(part, `apt-get: ${lastLine(ran.output)}`);
    }
}

async function installMoto(missing: Part[], world: World, why: Map<Part, string>): Promise<void> {
    const moto = missing.find((part) => part.name === "moto");
    if (!moto) return;
    world.err(`servers: installing ${MOTO.requirement} in ${MOTO.folder}`);
    // An earlier run may have come this far before the network failed.
    if (!world.exists(`${MOTO.folder}/bin/pip`)) {
        const venv = await world.run("python3", ["-m", "venv", MOTO.folder], { limitSeconds: STEP_SECONDS });
        if (venv.code !== 0) return void why.set(moto, `python3 -m venv: ${lastLine(venv.output)}`);
    }
    const pip = await world.run(
        `${MOTO.folder}/bin/python`,
        ["-m", "pip", "install", "--quiet", "--retries", "1", "--timeout", "20", MOTO.requirement],
        { limitSeconds: STEP_SECONDS },
    );
    if (pip.code !== 0) why.set(moto, `pip: ${lastLine(pip.output)}`);
}

async function installPostgres(missing: Part[], world: World, why: Map<Part, string>): Promise<void> {
    const postgres = missing.find((part) => part.name === "postgres 18");
    if (!postgres) return;
    const { folder, version } = POSTGRES;
    world.err(`servers: installing ${POSTGRES.package}@${version} in ${folder}`);
    const how = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts=false"];
    const args = ["install", "--prefix", folder, ...how, `${POSTGRES.package}@${version}`];
    const npm = await world.run("npm", args, { limitSeconds: STEP_SECONDS });
    if (npm.code !== 0) why.set(postgres, `npm install: ${lastLine(npm.output)}`);
}

/** What stands before a command that has to run as root, or undefined where we can't be root. */
async function rootPrefix(world: World): Promise<string[] | undefined> {
    if (world.isRoot) return [];
    const sudo = await world.run("sudo", ["-n", "true"], { limitSeconds: 10 });
    return sudo.code === 0 ? ["sudo", "-n"] : undefined;
}

function lastLine(output: string): string {
    return output.trim().split("\n").at(-1) || "it said nothing, or took too long.";
}

start(import.meta.url, main);
