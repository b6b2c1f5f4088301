import { DescribeSecretCommand, UpdateSecretVersionStageCommand } from "@aws-sdk/client-secrets-manager";
import { masterLogin, resetMaster } from "./master.ts";
import { sessionsOf, setPassword } from "./password.ts";
import { otherUser, purposeNames } from "./purposes.ts";
import { expiryOf, nameOf, putPending, read, type Kept, type Owner } from "./secret.ts";
import { opens, signedIn, type World } from "./world.ts";

/** What Secrets Manager sends, four times (its User Guide, "Lambda rotation functions"). */
export interface RotationEvent {
    Step: string;
    /** The ARN of the secret. */
    SecretId: string;
    /** The id of the version that is to become the current one. */
    ClientRequestToken: string;
}

type Step = (world: World, owner: Owner, token: string) => Promise<void>;
const steps: Record<string, Step> = {
    createSecret: create,
    setSecret: set,
    testSecret: test,
    finishSecret: finish,
};

/**
 * One step of a rotation. Each can be repeated, and a rotation that died goes on where it was: what a step does, it does
 * once, and none touches the password that is current, but the master's, which nobody else uses.
 */
export async function rotate(world: World, event: RotationEvent): Promise<void> {
    const { SecretId, ClientRequestToken: token } = event;
    const step = Object.hasOwn(steps, event.Step) ? steps[event.Step] : undefined;
    if (step === undefined) {
        throw new Error(`Step is ${JSON.stringify(event.Step)}; use ${Object.keys(steps).join(", ")}.`);
    }
    const owner = ownerOf(world, SecretId);
    const stages = await stagesOf(world, owner);
    const own = stages[token] ?? [];
    // It has been finished before.
    if (own.includes("AWSCURRENT")) return;
    if (!own.includes("AWSPENDING")) {
        const seen = own.length > 0 ? own.join(", ") : "no stage";
        throw new Error(
            `Version ${token} of ${nameOf(world, owner)} has ${seen}; only AWSPENDING can be rotated.`,
        );
    }
    await step(world, owner, token);
}

function ownerOf(world: World, arn: string): Owner {
    const owners: Owner[] = ["master", ...purposeNames];
    // Secrets Manager adds a hyphen and six characters to the name.
    const found = owners.find((owner) =>
        arn.replace(/-[A-Za-z0-9]{6}$/, "").endsWith(`:${nameOf(world, owner)}`),
    );
    if (found === undefined) {
        throw new Error(
            `SecretId is ${arn}; use the ARN of ${owners.map((one) => nameOf(world, one)).join(", ")}.`,
        );
    }
    return found;
}

async function stagesOf(world: World, owner: Owner): Promise<Record<string, string[]>> {
    const asked = { SecretId: nameOf(world, owner) };
    return (await world.secrets.send(new DescribeSecretCommand(asked))).VersionIdsToStages ?? {};
}

async function create(world: World, owner: Owner, token: string): Promise<void> {
    const now = await read(world, owner, "AWSCURRENT");
    if (now === undefined) {
        throw new Error(`${nameOf(world, owner)} has no current value; use {"action":"align"} first.`);
    }
    if ((await read(world, owner, "AWSPENDING", token)) !== undefined) return;
    await putPending(world, owner, owner === "master" ? now.user : otherUser(owner, now.user), token);
}

async function set(world: World, owner: Owner, token: string): Promise<void> {
    const next = await pending(world, owner, token);
    if (await opens(world, next)) return;
    if (owner === "master") return resetMaster(world, next);
    const now = await read(world, owner, "AWSCURRENT");
    if (now?.user !== otherUser(owner, next.user)) {
        throw new Error(
            `The next password is for ${next.user}, which is in use; use a version for the other user.`,
        );
    }
    const login = await masterLogin(world);
    if (login === undefined) throw new Error(`The master's secret opens nothing; use {"action":"align"}.`);
    const done = await signedIn(world, login, async (db) => {
        const sessions = await sessionsOf(db, next.user);
        if (sessions > 0) {
            throw new Error(
                `${next.user} has ${sessions} open sessions: something still uses the password before the current one. ` +
                    `Restart it, and the rotation goes on by itself.`,
            );
        }
        await setPassword(db, owner, next, expiryOf(next, "AWSPENDING", world));
        return true;
    });
    if (done === undefined) throw new Error("The master password changed in between; try again.");
}

async function test(world: World, owner: Owner, token: string): Promise<void> {
    const next = await pending(world, owner, token);
    const isMember = await signedIn(world, next, async (db) => {
        if (owner === "master") return true;
        const asked = "SELECT pg_catalog.pg_has_role(session_user, $1, 'USAGE') AS \"isMember\"";
        return (await db.query<{ isMember: boolean }>(asked, [owner])).rows[0]?.isMember;
    });
    if (isMember === true) return;
    const what = isMember === undefined ? "can't sign in with its next password" : `is not in ${owner}`;
    throw new Error(`${next.user} ${what}; use {"action":"align"}, then rotate again.`);
}

async function finish(world: World, owner: Owner, token: string): Promise<void> {
    // A version without a value must not become the current one.
    await pending(world, owner, token);
    const stages = await stagesOf(world, owner);
    const current = Object.keys(stages).find((id) => stages[id]?.includes("AWSCURRENT"));
    await world.secrets.send(
        new UpdateSecretVersionStageCommand({
            SecretId: nameOf(world, owner),
            VersionStage: "AWSCURRENT",
            MoveToVersionId: token,
            RemoveFromVersionId: current,
        }),
    );
}

async function pending(world: World, owner: Owner, token: string): Promise<Kept> {
    const next = await read(world, owner, "AWSPENDING", token);
    if (next !== undefined) return next;
    throw new Error(`Version ${token} of ${nameOf(world, owner)} has no value; use createSecret first.`);
}
