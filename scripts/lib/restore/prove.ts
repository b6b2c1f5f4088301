import { plain } from "../table.ts";
import type { World } from "../world.ts";

/** What a function in AWS answered, or why there is no answer. */
export type Answer = { result: unknown } | { fault: string; isMissing?: boolean };

/** Calls a Lambda function by its name. */
export type Invoke = (name: string, event: object) => Promise<Answer>;

/**
 * Lets the function of the database's roles take the copy over: it signs in, gives the roles today's passwords, and says
 * what it did. True only when it said so: a copy that nobody has signed in to is not a database yet.
 */
export async function prove(
    environment: string,
    instance: string,
    invoke: Invoke,
    world: World,
): Promise<boolean> {
    const name = `${environment}-roles`;
    const answer = await invoke(name, { action: "align", instance });
    if ("fault" in answer) {
        const what = answer.isMissing ? `there is no function ${name} to check it with` : plain(answer.fault);
        world.err(`restore: ${instance} is there, and NOT CHECKED: ${what}.`);
        return false;
    }
    const { isMasterReset, passwords } = Object(answer.result) as {
        isMasterReset?: boolean;
        passwords?: unknown;
    };
    if (!Array.isArray(passwords)) {
        world.err(
            `restore: ${instance} is there, and NOT CHECKED: ${name} answered ${plain(String(JSON.stringify(answer.result)))}.`,
        );
        return false;
    }
    const users = passwords.length > 0 ? passwords.map(String).map(plain).join(", ") : "none, all had it";
    world.err(
        `restore: ${name} signed in to ${instance}${isMasterReset ? " after it reset the master" : ""}.`,
    );
    world.err(`restore: users that got today's password: ${users}.`);
    return true;
}

/** By the AWS CLI: its Lambda client is the one that this project lacks. */
export function invokeByCli(region: string, world: World): Invoke {
    return async (name, event) => {
        const asked = ["--payload", JSON.stringify(event), "--cli-binary-format", "raw-in-base64-out"];
        // The answer goes to stdout, and after it a line with the kind of error, or None.
        const told = [
            "--query",
            "FunctionError",
            "--output",
            "text",
            "--cli-read-timeout",
            "900",
            "/dev/stdout",
        ];
        const args = ["lambda", "invoke", "--region", region, "--function-name", name, ...asked, ...told];
        const ran = await world.run("aws", args, { cwd: world.cwd });
        if (ran.code === 127) return { fault: "there is no aws (the AWS CLI) on PATH" };
        if (ran.code !== 0)
            return { fault: ran.output, isMissing: ran.output.includes("ResourceNotFoundException") };
        const [, payload = "", error = ""] = /^([\s\S]*?)\s*(\w+)\s*$/.exec(ran.output) ?? [];
        if (error !== "None") return { fault: payload };
        try {
            return { result: JSON.parse(payload) };
        } catch {
            return { fault: `it answered ${payload}` };
        }
    };
}
