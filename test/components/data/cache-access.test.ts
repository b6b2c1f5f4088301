// Debian's Redis 7.0 proves how the rules work and what they leave of its own commands. It can't prove that ElastiCache
// takes these access strings (it has checks of its own), nor what they leave of the commands that only Valkey 8 has.
import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { users } from "../../../components/data/cache/users.ts";
import { skipUnless } from "../../support/skip.ts";
import { recorded } from "../recorded.ts";

/** The server that is here: of Debian, Redis; elsewhere it may be Valkey, whose programs are called like it. */
const kind = ["redis", "valkey"].find((one) => spawnSync(`${one}-server`, ["--version"]).status === 0);

/** What the application's user and the default user may do, as the component writes it. */
async function accessStrings(): Promise<Record<string, string>> {
    const made = await recorded(() =>
        users(new pulumi.ComponentResource("test:Cache", "cache"), "cache", "acme-staging"),
    );
    const both = made.filter(({ type }) => type === "aws:elasticache/user:User");
    return Object.fromEntries(both.map(({ inputs }) => [inputs.userName, inputs.accessString as string]));
}

describe("the application's user, on a real server", function () {
    const folder = mkdtempSync(path.join(tmpdir(), "airworthy-redis-"));
    const socket = path.join(folder, "socket");
    let server: ChildProcess | undefined;

    /** What the server answers to a user, or to nobody in particular. */
    function ask(login: string | undefined, ...command: string[]): string {
        const as = login === undefined ? [] : ["--user", login, "--pass", "secret", "--no-auth-warning"];
        return spawnSync(`${kind}-cli`, ["-s", socket, ...as, ...command], {
            encoding: "utf8",
        }).stdout.trim();
    }

    function json(...command: string[]): unknown {
        return JSON.parse(ask("admin", "--json", ...command));
    }

    before(async function () {
        skipUnless(this, kind, "no redis-server and no valkey-server here");
        const started = ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder];
        server = spawn(`${kind}-server`, started, { stdio: "ignore" });
        for (let tries = 0; ask(undefined, "PING") !== "PONG"; tries++) {
            assert.ok(tries < 300, "the server did not start in 30 s");
            await sleep(100);
        }
        const { app = "", default: off = "" } = await accessStrings();
        ask(undefined, "ACL", "SETUSER", "admin", "on", ">secret", "~*", "&*", "+@all");
        assert.equal(ask("admin", "ACL", "SETUSER", "app", "reset", ">secret", ...app.split(" ")), "OK");
        assert.equal(ask("admin", "ACL", "SETUSER", "default", "reset", ">secret", ...off.split(" ")), "OK");
    });

    after(() => {
        server?.kill();
        rmSync(folder, { recursive: true, force: true });
    });

    for (const command of [
        "SET a 1 EX 60",
        "GET a",
        "INCR a",
        "EXPIRE a 10",
        "TTL a",
        "UNLINK a",
        "SCAN 0 MATCH a*",
        "HSET h f 1",
        "LPUSH l 1",
        "ZADD z 1 a",
        "XADD s * f 1",
        "SETBIT b 1 1",
        "PFADD p 1",
        "GEOADD g 1 1 a",
        "PUBLISH channel hello",
        "EVAL return(redis.call('SET','e',1)) 0",
        "SCRIPT LOAD return(1)",
        "MULTI",
        "WATCH a",
        "PING",
        "HELLO 3",
        "SELECT 0",
        "CLIENT SETNAME web",
        "CLIENT ID",
        "COMMAND COUNT",
        "INFO server",
        "TIME",
    ]) {
        it(`may ${command}`, () => {
            assert.doesNotMatch(ask("app", ...command.split(" ")), /^(ERR|NOPERM|NOAUTH|WRONG)/);
        });
    }

    for (const command of [
        "FLUSHALL",
        "FLUSHDB",
        "KEYS *",
        "CONFIG GET maxmemory",
        "CONFIG SET maxmemory 1",
        "ACL LIST",
        "ACL SETUSER me on nopass ~* +@all",
        "CLIENT LIST",
        "CLIENT KILL ID 1",
        "MONITOR",
        "SHUTDOWN NOSAVE",
        "SLOWLOG GET",
        "SWAPDB 0 1",
        "FUNCTION FLUSH",
        "MODULE LIST",
        "REPLICAOF NO ONE",
        "EVAL return(redis.call('FLUSHALL')) 0",
        "EVAL return(redis.call('KEYS','*')) 0",
    ]) {
        it(`may not ${command}`, () => {
            assert.match(ask("app", ...command.split(" ")), /NOPERM|ACL failure|can't run this command/i);
        });
    }

    it("may use nothing that the server calls dangerous or an administrator's, but for INFO", () => {
        const commands = ["admin", "dangerous"].flatMap((group) => json("ACL", "CAT", group) as string[]);
        assert.ok(commands.length > 50, commands.join(" "));
        const known = json("COMMAND", "INFO", ...commands) as [string, number][];
        const allowed = commands.filter((command, at) => {
            const [name, arity] = known[at] ?? [];
            assert.equal(name, command);
            const words = command.split("|");
            const missing = Math.max(0, Math.abs(arity ?? 1) - words.length);
            const asked = [...words, ...Array.from({ length: missing }, () => "1")];
            return !/has no permissions/.test(ask("admin", "ACL", "DRYRUN", "app", ...asked));
        });
        assert.deepEqual([...new Set(allowed)], ["info"]);
    });

    it("is the only way in: who doesn't log in can do nothing", () => {
        assert.match(ask(undefined, "GET", "a"), /^NOAUTH/);
        assert.match(ask("default", "GET", "a"), /WRONGPASS|NOAUTH/);
    });
});
